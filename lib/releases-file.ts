import { z } from 'zod';

/** A folder of a service's code: `v1`, its patch `v1.1`, its variant `v1-naive`. */
export type CodeRelease = `v${string}`;

export const codeRelease = z.custom<CodeRelease>(
  (name) => typeof name === 'string' && /^v\d+(\.\d+)?(-\w+)?$/.test(name),
  'must be a release folder, such as v1, v1.1 or v1-naive',
);

/** Which code each of the releases deploys. One that is not named leaves the code as it was. */
export function releaseTable<Release extends string>(releases: readonly Release[]) {
  return z
    .partialRecord(z.enum(releases), codeRelease)
    .refine((table) => new Set(Object.values(table)).size === Object.keys(table).length, {
      error: 'must not name a folder twice: leave out a release that changes nothing',
    });
}

/** @throws when a file is not of its form; the message names its service and the entry */
export function parseReleasesFiles<T>(form: z.ZodType<T>, files: unknown): T {
  const parsed = form.safeParse(files);
  if (parsed.success) return parsed.data;
  throw new Error(`lambdas/<service>/releases.json is not valid:\n${z.prettifyError(parsed.error)}`);
}
