import { type LambdaClient, paginateListVersionsByFunction } from '@aws-sdk/client-lambda';
import { DriverError } from './errors.ts';

/** Release name to Lambda version number, for the releases of one function that are deployed. */
export type Releases = ReadonlyMap<string, string>;

/** A version that has been published again under the same name stands for the newest. */
export async function readReleases(lambda: LambdaClient, functionName: string): Promise<Releases> {
  const releases = new Map<string, string>();
  const pages = paginateListVersionsByFunction({ client: lambda }, { FunctionName: functionName });
  for await (const { Versions } of pages) {
    for (const { Description, Version } of Versions ?? []) {
      const name = /^release (\S+)$/.exec(Description ?? '')?.[1];
      if (name === undefined || Version === undefined || Version === '$LATEST') continue;
      if (Number(Version) > Number(releases.get(name) ?? 0)) releases.set(name, Version);
    }
  }
  return releases;
}

/** @throws {DriverError} `release-missing` */
export function versionOf(releases: Releases, name: string): string {
  const version = releases.get(name);
  if (version === undefined) {
    const deployed = [...releases.keys()].join(', ') || 'none';
    throw new DriverError('release-missing', `Release ${name} is not deployed (deployed: ${deployed})`, {
      subject: name,
    });
  }
  return version;
}
