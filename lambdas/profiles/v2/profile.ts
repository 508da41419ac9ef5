import * as z from 'zod';
import { identifier, storedInteger } from '../../shared/fields.ts';

/** What release v2 knows of a user: what v1 does, and an email. */
const owned = {
  name: z.string().min(1).max(200),
  age: z.int().min(0).max(150),
  email: z.email().max(254),
};

export const newProfile = z.object({ userId: identifier, ...owned, email: owned.email.optional() });

export const profileChange = z
  .object({ name: owned.name.optional(), age: owned.age.optional(), email: owned.email.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'name, age or email must be given',
  });

/**
 * Reads what v2 owns. Records from before v2, and those that v1 has made since, have no email: a DynamoDB
 * table has no defaults, so absence is read as what it means here, "not known".
 */
export const profileRecord = z
  .object({
    userId: z.string(),
    name: z.string(),
    age: storedInteger,
    email: z.string().optional(),
    version: storedInteger,
  })
  .transform(({ userId, version, ...rest }) => ({ userId, version, owned: rest }));

export type Profile = z.infer<typeof profileRecord>;

export function describe({ userId, owned, version }: Profile) {
  return { userId, ...owned, version };
}
