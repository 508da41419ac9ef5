import { z } from 'zod';

/** A profile as it lies in the shared table. Numbers come as text (see aws-access.ts); unknown attributes stay. */
export const ProfileItem = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  type: z.literal('profile'),
  userId: z.string(),
  name: z.string(),
  age: z.coerce.number(),
  email: z.string().optional(),
  version: z.coerce.number(),
});

export type ProfileItem = z.infer<typeof ProfileItem>;

/** Attributes that every item of the shared table needs, whatever a release knows of the rest. */
export const PROFILE_KEY_ATTRIBUTES: readonly string[] = ['pk', 'sk', 'type', 'userId'];
