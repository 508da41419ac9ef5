import { z } from 'zod';

/** A profile in an answer of any release: those before v2 say nothing of emails. */
export const Profile = z.looseObject({
  userId: z.string(),
  name: z.string(),
  age: z.number(),
  email: z.string().optional(),
});

export type Profile = z.infer<typeof Profile>;
