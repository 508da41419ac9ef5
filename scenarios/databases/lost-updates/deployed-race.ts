import { concurrently } from '../../../driver/concurrently.ts';
import type { DriverContext } from '../../../driver/context.ts';
import { type ProfilesRelease, profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { Profile } from '../../../driver/profiles/profile.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';

const CLIENTS = 4;
const NEW = { age: 42, email: 'after@example.com' };

/** The same race between deployed releases. How their requests interleave is left to chance. */
export async function deployedRaces(context: DriverContext, count: number): Promise<Finding[]> {
  const [v1, naive, v2] = await profilesReleases(context, ['v1', 'v1-naive', 'v2']);
  if (v1 === undefined || naive === undefined || v2 === undefined) return [];
  const userIds = (name: string) =>
    Array.from({ length: count }, (_, index) => `${context.run}-${name}-${index}`);

  context.progress(`${count} races between the deployed v1 and v2`);
  const safe = await updateConcurrently(v1, v2, userIds('safe'));
  context.progress(`${count} races between the deployed v1-naive and v2`);
  const unsafe = await updateConcurrently(naive, v2, userIds('naive'));

  const safeGroup = findingGroup('deployed-v1-v2', 'Deployed v1 beside v2');
  const naiveGroup = findingGroup('deployed-naive-v2', 'Deployed v1-naive beside v2');
  const fields = { unit: 'fields', of: count };
  return [
    safeGroup.equals('rejected', 'updates rejected', {
      expected: 0,
      observed: safe.rejected,
      unit: 'updates',
    }),
    safeGroup.equals('ages-lost', 'ages lost', { expected: 0, observed: safe.agesLost, ...fields }),
    safeGroup.equals('emails-lost', 'emails lost', { expected: 0, observed: safe.emailsLost, ...fields }),
    naiveGroup.equals('rejected', 'updates rejected', {
      expected: 0,
      observed: unsafe.rejected,
      unit: 'updates',
    }),
    // Only a release that loses nothing can be predicted to the field: the interleaving decides the rest.
    naiveGroup.measured('ages-lost', 'ages lost', { observed: unsafe.agesLost, ...fields }),
    naiveGroup.measured('emails-lost', 'emails lost', { observed: unsafe.emailsLost, ...fields }),
  ];
}

/** `older` changes the age while `newer` changes the email of the same profile. */
async function updateConcurrently(
  older: ProfilesRelease,
  newer: ProfilesRelease,
  userIds: readonly string[],
): Promise<{ rejected: number; agesLost: number; emailsLost: number }> {
  const outcome = { rejected: 0, agesLost: 0, emailsLost: 0 };
  await concurrently(userIds, CLIENTS, async (userId) => {
    await newer.create({ userId, name: 'Ada', age: 36, email: 'before@example.com' });
    const answers = await Promise.all([
      older.change(userId, { age: NEW.age }),
      newer.change(userId, { email: NEW.email }),
    ]);
    outcome.rejected += answers.filter(({ status }) => status !== 200).length;
    const { age, email } = Profile.parse((await newer.read(userId)).body);
    if (age !== NEW.age) outcome.agesLost += 1;
    if (email !== NEW.email) outcome.emailsLost += 1;
  });
  return outcome;
}
