import { z } from 'zod';
import analytics from '../lambdas/analytics/releases.json' with { type: 'json' };
import archive from '../lambdas/archive/releases.json' with { type: 'json' };
import callbacks from '../lambdas/callbacks/releases.json' with { type: 'json' };
import carrier from '../lambdas/carrier/releases.json' with { type: 'json' };
import deliveries from '../lambdas/deliveries/releases.json' with { type: 'json' };
import dualWrite from '../lambdas/dual-write/releases.json' with { type: 'json' };
import email from '../lambdas/email/releases.json' with { type: 'json' };
import fraud from '../lambdas/fraud/releases.json' with { type: 'json' };
import journal from '../lambdas/journal/releases.json' with { type: 'json' };
import ordering from '../lambdas/ordering/releases.json' with { type: 'json' };
import orders from '../lambdas/orders/releases.json' with { type: 'json' };
import payloads from '../lambdas/payloads/releases.json' with { type: 'json' };
import payments from '../lambdas/payments/releases.json' with { type: 'json' };
import profiles from '../lambdas/profiles/releases.json' with { type: 'json' };
import records from '../lambdas/records/releases.json' with { type: 'json' };
import registry from '../lambdas/registry/releases.json' with { type: 'json' };
import relay from '../lambdas/relay/releases.json' with { type: 'json' };
import replay from '../lambdas/replay/releases.json' with { type: 'json' };
import { type CodeRelease, codeRelease, parseReleasesFiles, releaseTable } from './releases-file.ts';

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
 * The code of each service, release by release: `lambdas/<service>/releases.json`. lambdas/README.md says what the files
 * mean and why some name other code than one would expect.
 */
const FILES = {
  profiles,
  orders,
  payments,
  fraud,
  carrier,
  callbacks,
  relay,
  analytics,
  email,
  journal,
  replay,
  registry,
  archive,
  deliveries,
  'dual-write': dualWrite,
  ordering,
  payloads,
};

export type ServiceName = keyof typeof FILES;
export const SERVICES = Object.keys(FILES) as readonly ServiceName[];

/** The records service has one function a release, for every year that its schemas have seen. */
export type RecordsRelease = keyof (typeof records)['functions'];
export const RECORDS_RELEASES = Object.keys(records.functions) as readonly RecordsRelease[];

const CODE = parseReleasesFiles(z.record(z.enum(SERVICES), releaseTable(RELEASES)), FILES);
const RECORDS_CODE = parseReleasesFiles(
  z.strictObject({ functions: z.record(z.enum(RECORDS_RELEASES), codeRelease) }),
  records,
).functions;

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
  return Object.values(CODE[service]);
}

/** The code of a function of the records service. */
export function recordsCode(release: RecordsRelease): CodeRelease {
  return RECORDS_CODE[release];
}

/** What a service has published once `release` is deployed, oldest first: the last is the code that it now holds. */
export function publishedReleases(service: ServiceName, release: Release): CodeRelease[] {
  const code = CODE[service];
  return lineage(release).flatMap((deployed) => code[deployed] ?? []);
}
