/**
 * A release is a state of our code; a Lambda version is what AWS numbers. Each release is deployed on top of
 * the one it follows, whose Lambda version stays, so that both can be live behind one alias.
 */
const FOLLOWS = { v1: undefined, 'v1-naive': 'v1', v2: 'v1' } as const;

export type Release = keyof typeof FOLLOWS;
export const RELEASES = Object.keys(FOLLOWS) as readonly Release[];

/** The release that creates the stacks, and the alias with them. */
export const FIRST_RELEASE = 'v1' satisfies Release;

/**
 * The code of each service, release by release: a folder of `lambdas/<service>/`. A release that a service is not
 * named for leaves its code as it was.
 *
 * Code that is out is frozen. Where it can lose something, a patch takes its place in every deployment: `v1.1` reads and
 * writes all that `v1` does (docs/decisions/0008). What is replaced so is deployed for comparison only, or not at all.
 */
const SERVICE_CODE = {
  profiles: { v1: 'v1', 'v1-naive': 'v1-naive', v2: 'v2' },
  orders: { v1: 'v1.1', 'v1-naive': 'v1' },
  payments: { v1: 'v1' },
  fraud: { v1: 'v1' },
  relay: { v1: 'v1.1' },
  analytics: { v1: 'v1' },
  email: { v1: 'v1' },
  journal: { v1: 'v1' },
  // Not a patch, and replaced all the same: its clients speak a protocol that is not ours (docs/decisions/0007).
  registry: { v1: 'v2' },
  archive: { v1: 'v1' },
} as const satisfies Record<string, Partial<Record<Release, string>>>;

/** The records service has one function a release, for every year that its schemas have seen. */
export const RECORDS_RELEASES = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'] as const;
export type RecordsRelease = (typeof RECORDS_RELEASES)[number];

export type ServiceName = keyof typeof SERVICE_CODE;
export const SERVICES = Object.keys(SERVICE_CODE) as readonly ServiceName[];

/** The name of a release of one service's code. */
export type CodeRelease = Release | 'v1.1';

/** @throws when there is no release of that name; the message names those that there are. */
export function parseRelease(name: unknown): Release {
  const release = RELEASES.find((known) => known === name);
  if (release === undefined) {
    throw new Error(
      `there is no release ${JSON.stringify(name)}: choose one of ${RELEASES.join(', ')}, as in -c release=v2`,
    );
  }
  return release;
}

/** A release and those it was deployed on top of, oldest first. */
export function lineage(release: Release): Release[] {
  const before = FOLLOWS[release];
  return before === undefined ? [release] : [...lineage(before), release];
}

/** Every release of a service's code that some deployment publishes. */
export function releasesOf(service: ServiceName): readonly CodeRelease[] {
  return Object.values(SERVICE_CODE[service]);
}

/** What a service has published once `release` is deployed, oldest first: the last is the code that it now holds. */
export function publishedReleases(service: ServiceName, release: Release): CodeRelease[] {
  const code: Partial<Record<Release, CodeRelease>> = SERVICE_CODE[service];
  return lineage(release).flatMap((deployed) => code[deployed] ?? []);
}
