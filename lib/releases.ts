/**
 * A release is a state of our code; a Lambda version is what AWS numbers. Each release is deployed on top of
 * the one it follows, whose Lambda version stays, so that both can be live behind one alias.
 */
const FOLLOWS = { v1: undefined, 'v1-naive': 'v1', v2: 'v1' } as const;

export type Release = keyof typeof FOLLOWS;
export const RELEASES = Object.keys(FOLLOWS) as readonly Release[];

/** The release that creates the stacks, and the alias with them. */
export const FIRST_RELEASE = 'v1' satisfies Release;

/** Which releases have code of their own, service by service: the folders of `lambdas/<service>/`. */
const SERVICE_RELEASES = {
  profiles: ['v1', 'v1-naive', 'v2'],
  orders: ['v1'],
  payments: ['v1'],
  fraud: ['v1'],
  relay: ['v1'],
  analytics: ['v1'],
  email: ['v1'],
  journal: ['v1'],
  registry: ['v1', 'v2'],
  archive: ['v1'],
} satisfies Record<string, readonly Release[]>;

/**
 * Services that no rollout shifts: every deployment holds their newest release alone, and the alias moves with it. Their
 * clients speak a protocol that is not ours to change, so old and new code need not be live side by side.
 */
const REPLACED: ReadonlySet<ServiceName> = new Set(['registry']);

/** The records service has one function a release, for every year that its schemas have seen. */
export const RECORDS_RELEASES = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'] as const;
export type RecordsRelease = (typeof RECORDS_RELEASES)[number];

export type ServiceName = keyof typeof SERVICE_RELEASES;
export const SERVICES = Object.keys(SERVICE_RELEASES) as readonly ServiceName[];

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

export function releasesOf(service: ServiceName): readonly Release[] {
  return SERVICE_RELEASES[service];
}

/** What a service has published once `release` is deployed, oldest first: the last is the code it now holds. */
export function publishedReleases(service: ServiceName, release: Release): Release[] {
  if (REPLACED.has(service)) return [...releasesOf(service)].slice(-1);
  return lineage(release).filter((candidate) => releasesOf(service).includes(candidate));
}
