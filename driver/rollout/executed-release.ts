import type { DriverContext } from '../context.ts';
import { type Releases, readReleases } from '../releases.ts';

const known = new WeakMap<object, Map<string, Releases>>();

/** The release that a Lambda version holds. What a published version holds never changes. */
export async function executedRelease(
  { aws }: Pick<DriverContext, 'aws'>,
  functionName: string,
  version: string | undefined,
): Promise<string | undefined> {
  const functions = known.get(aws) ?? new Map<string, Releases>();
  known.set(aws, functions);
  const before = nameOf(functions.get(functionName), version);
  if (before !== undefined) return before;
  const releases = await readReleases(aws.lambda, functionName);
  functions.set(functionName, releases);
  return nameOf(releases, version);
}

function nameOf(releases: Releases | undefined, version: string | undefined): string | undefined {
  return [...(releases ?? [])].find(([, number]) => number === version)?.[0];
}
