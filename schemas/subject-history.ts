import * as z from 'zod';
import { COMPATIBILITY_LEVELS } from './compatibility/levels.ts';

const version = z.int().positive();

/** A break with the level that the owner of a subject has accepted: which version, towards whom, and why. */
const acceptedBreak = z.strictObject({
  version,
  /** `BACKWARD`: it cannot read those before. `FORWARD`: those before cannot read it. */
  direction: z.enum(['BACKWARD', 'FORWARD']),
  against: z.array(version).min(1),
  reason: z.string().min(10),
});
export type AcceptedBreak = z.infer<typeof acceptedBreak>;

/** What `subject.json` holds: the level that is promised, and every break of it that is accepted with a reason. */
export const subjectManifest = z.strictObject({
  subject: z.string().min(1),
  level: z.enum(COMPATIBILITY_LEVELS),
  accepted: z.array(acceptedBreak),
});

/** A subject as its owner keeps it: the promise and every schema there ever was, oldest first, as JSON text. */
export const subjectHistory = subjectManifest.extend({
  versions: z.array(z.strictObject({ version, schema: z.string() })).min(1),
});
export type SubjectHistory = z.infer<typeof subjectHistory>;

/** Whether the owner has accepted that `version` breaks with `earlier` in this direction. */
export function accepts(
  { accepted }: Pick<SubjectHistory, 'accepted'>,
  version: number,
  direction: AcceptedBreak['direction'],
  earlier: number,
): boolean {
  return accepted.some(
    (accepts) =>
      accepts.version === version && accepts.direction === direction && accepts.against.includes(earlier),
  );
}
