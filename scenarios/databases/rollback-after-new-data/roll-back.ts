import { concurrently } from '../../../driver/concurrently.ts';
import type { Release } from '../../../driver/profiles/mixed-updates.ts';
import { Profile } from '../../../driver/profiles/profile.ts';
import { waitForReleases } from '../../../driver/rollout/wait-for-releases.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** What happens to a profile while the older release is back. */
export const TREATMENTS = ['left alone', 'age changed', 'age and email changed'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** How often each thing happened; `count` profiles of each treatment went through it. */
export interface RolledBack {
  /** By the older release, of what the newer one wrote. */
  read: number;
  emailsShown: number;
  changed: Record<Exclude<Treatment, 'left alone'>, number>;
  /** Changes of nothing but the email that the older release refused with 400. */
  refused: number;
  created: number;
  /** By the newer release, when it is live again: emails as they were at first. */
  kept: Record<Treatment, number>;
  agesKept: number;
  /** New emails that the older release had answered with 200 and that are there. */
  newEmails: number;
  /** Profiles that the older release had created. */
  createdRead: number;
}

const CLIENTS = 8;
const NEW_AGE = 42;
const NEW_EMAIL = 'new@example.com';
const emailOf = (userId: string) => `${userId}@example.com`;

/** New data through `newer`, traffic back to `older`, which works on it, and forward again. */
export async function rollBack(
  context: ScenarioContext,
  { newer, older, count }: { newer: Release; older: Release; count: number },
): Promise<RolledBack> {
  const { progress, run, shop, signal, system, traffic } = context;
  const users = TREATMENTS.flatMap((treatment, group) =>
    Array.from({ length: count }, (_, index) => ({
      treatment,
      userId: `${run}-back-${older.name}-${group}-${index}`,
    })),
  );
  const newUsers = Array.from({ length: count }, (_, index) => `${run}-back-${older.name}-new-${index}`);
  const live = async (release: Release) => {
    await traffic.shift(system.services.profiles.functionName, { version: release.version });
    await waitForReleases(context, 'profiles', [release.name]);
  };
  const send = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) =>
    shop.send('profiles', method, path, body, signal);
  const change = (userId: string, wanted: object) => send('PATCH', `/profiles/${userId}`, wanted);
  const profileOf = async (userId: string) =>
    Profile.safeParse((await send('GET', `/profiles/${userId}`)).body).data;
  const result: RolledBack = {
    read: 0,
    emailsShown: 0,
    changed: { 'age changed': 0, 'age and email changed': 0 },
    refused: 0,
    created: 0,
    kept: { 'left alone': 0, 'age changed': 0, 'age and email changed': 0 },
    agesKept: 0,
    newEmails: 0,
    createdRead: 0,
  };

  progress(`${newer.name} writes ${users.length} profiles with emails`);
  await live(newer);
  await concurrently(users, CLIENTS, async ({ userId }) => {
    const profile = { userId, name: 'Ada', age: 36, email: emailOf(userId) };
    const { status } = await send('POST', '/profiles', profile);
    if (status !== 201) throw new Error(`A profile could not be created: ${newer.name} answered ${status}`);
  });

  progress(`traffic goes back to ${older.name}`);
  await live(older);
  await concurrently(users, CLIENTS, async ({ userId, treatment }) => {
    const seen = await profileOf(userId);
    if (seen?.age === 36) result.read += 1;
    if (seen?.email !== undefined) result.emailsShown += 1;
    if (treatment === 'left alone') {
      const { status } = await change(userId, { email: NEW_EMAIL });
      if (status === 400) result.refused += 1;
      return;
    }
    // A client that was made for the newer release does not know that traffic went back.
    const email = treatment === 'age and email changed' ? { email: NEW_EMAIL } : {};
    const { status } = await change(userId, { age: NEW_AGE, ...email });
    if (status === 200) result.changed[treatment] += 1;
  });
  await concurrently(newUsers, CLIENTS, async (userId) => {
    const { status } = await send('POST', '/profiles', { userId, name: 'Grace', age: 41 });
    if (status === 201) result.created += 1;
  });

  progress(`${newer.name} is live again`);
  await live(newer);
  await concurrently(users, CLIENTS, async ({ userId, treatment }) => {
    const seen = await profileOf(userId);
    if (seen?.email === emailOf(userId)) result.kept[treatment] += 1;
    if (seen?.email === NEW_EMAIL) result.newEmails += 1;
    if (seen?.age === (treatment === 'left alone' ? 36 : NEW_AGE)) result.agesKept += 1;
  });
  await concurrently(newUsers, CLIENTS, async (userId) => {
    if ((await profileOf(userId))?.name === 'Grace') result.createdRead += 1;
  });
  return result;
}
