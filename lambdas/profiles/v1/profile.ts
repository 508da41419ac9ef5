import * as z from 'zod';
import { identifier, storedInteger } from '../../shared/fields.ts';

/** What release v1 knows of a user. */
const owned = {
  name: z.string().min(1).max(200),
  age: z.int().min(0).max(150),
};

export const newProfile = z.object({ userId: identifier, ...owned });

export const profileChange = z
  .object({ name: owned.name.optional(), age: owned.age.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'name or age must be given',
  });

/** Reads what v1 owns. Other attributes stay where they are, in the table: v1 never writes a whole record. */
export const profileRecord = z
  .object({ userId: z.string(), name: z.string(), age: storedInteger, version: storedInteger })
  .transform(({ userId, version, ...rest }) => ({ userId, version, owned: rest }));

export type Profile = z.infer<typeof profileRecord>;

export function describe({ userId, owned, version }: Profile) {
  return { userId, ...owned, version };
}
