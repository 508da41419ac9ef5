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

/** Reads a record into a model of its own. `z.object` strips what it does not know: that is the trap. */
export const profileRecord = z.object({
  userId: z.string(),
  name: z.string(),
  age: storedInteger,
  version: storedInteger,
});

export type Profile = z.infer<typeof profileRecord>;
export type ProfileChange = z.infer<typeof profileChange>;

/**
 * The whole record as this release believes it to be, to be put in place of the one that is there. Whatever a
 * later release kept in it is lost, and so is what anybody wrote since it was read.
 */
export function overwrite(read: Profile, wanted: ProfileChange): Profile {
  const { name = read.name, age = read.age } = wanted;
  return { userId: read.userId, name, age, version: read.version + 1 };
}
