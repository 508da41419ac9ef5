import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import { waitForReleases } from '../rollout/wait-for-releases.ts';
import { Profile } from './profile.ts';

/** A release and the Lambda version that holds it. */
export interface Release {
  name: string;
  version: string;
}

/** What a 50/50 mix of two releases did to profiles that were created with an email. */
export interface MixedUpdates {
  /** By who answered the update. */
  answeredBy: Map<string, number>;
  /** Profiles without their email afterwards, by who answered the update. */
  lostBy: Map<string, number>;
  /** Updates that were refused, or not kept. */
  failed: number;
}

const CLIENTS = 8;
const NEW_AGE = 42;
/** Tries for one profile, while an alias that is still changing answers with the other release. */
const TRIES = 50;

/**
 * Creates profiles with an email through `newer`, updates each once while the alias gives each of the two releases
 * half of the requests, and looks afterwards, through `newer` again, whose email is gone.
 */
export async function mixedUpdates(
  context: DriverContext,
  { newer, older, count }: { newer: Release; older: Release; count: number },
): Promise<MixedUpdates> {
  const { progress, shop, signal, system, traffic } = context;
  const { functionName } = system.services.profiles;
  const onlyNewer = async () => {
    await traffic.shift(functionName, { version: newer.version });
    await waitForReleases(context, 'profiles', [newer.name]);
  };
  const users = Array.from(
    { length: count },
    (_, index) => `${context.run}-${newer.name}-${older.name}-${index}`,
  );

  progress(`creating ${count} profiles through ${newer.name}`);
  await onlyNewer();
  await concurrently(users, CLIENTS, async (userId) => {
    const profile = { userId, name: 'Ada', age: 36, email: `${userId}@example.com` };
    const { status, body, release } = await shop.send('profiles', 'POST', '/profiles', profile, signal);
    if (status !== 201 || Profile.safeParse(body).data?.email !== profile.email) {
      throw new Error(`A profile could not be created: ${release ?? 'no release'} answered with ${status}`);
    }
  });

  progress(`updating them through ${newer.name} and ${older.name}, half and half`);
  await traffic.shift(functionName, {
    version: newer.version,
    canary: { version: older.version, weight: 0.5 },
  });
  await waitForReleases(context, 'profiles', [newer.name, older.name]);
  const updated = await concurrently(users, CLIENTS, (userId) =>
    shop.send('profiles', 'PATCH', `/profiles/${userId}`, { age: NEW_AGE }, signal),
  );

  progress(`reading them through ${newer.name}`);
  await onlyNewer();
  const read = await concurrently(users, CLIENTS, (userId) => readThrough(context, newer, userId));

  const result: MixedUpdates = { answeredBy: new Map(), lostBy: new Map(), failed: 0 };
  for (const [index, { status, release = 'no release' }] of updated.entries()) {
    increase(result.answeredBy, release);
    if (status !== 200 || read[index]?.age !== NEW_AGE) result.failed += 1;
    if (read[index]?.email === undefined) increase(result.lostBy, release);
  }
  return result;
}

/** Reads until `release` is the one that answers: another one would not show the email at all. */
async function readThrough(
  { shop, signal }: DriverContext,
  release: Release,
  userId: string,
): Promise<Profile | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await shop.send('profiles', 'GET', `/profiles/${userId}`, undefined, signal);
    if (answer.release === release.name) return Profile.safeParse(answer.body).data;
  }
  throw new Error(`Release ${release.name} does not answer`);
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
