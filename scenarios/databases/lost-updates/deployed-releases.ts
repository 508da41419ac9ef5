import { concurrently } from '../../../driver/concurrently.ts';
import type { ProfilesRelease } from '../../../driver/profiles/invoke-release.ts';
import { Profile } from '../../../driver/profiles/profile.ts';

/** What two deployed releases, asked at the same moment, made of each other's updates. */
export interface Meeting {
  refused: number;
  agesLost: number;
  emailsLost: number;
}

const CLIENTS = 4;
const NEW = { age: 42, email: 'after@example.com' };

/** `older` changes the age while `newer` changes the email of the same profile. How they meet is left to chance. */
export async function meet(
  older: ProfilesRelease,
  newer: ProfilesRelease,
  userIds: readonly string[],
): Promise<Meeting> {
  const meeting: Meeting = { refused: 0, agesLost: 0, emailsLost: 0 };
  await concurrently(userIds, CLIENTS, async (userId) => {
    await newer.create({ userId, name: 'Ada', age: 36, email: 'before@example.com' });
    const answers = await Promise.all([
      older.change(userId, { age: NEW.age }),
      newer.change(userId, { email: NEW.email }),
    ]);
    meeting.refused += answers.filter(({ status }) => status !== 200).length;
    const { age, email } = Profile.parse((await newer.read(userId)).body);
    if (age !== NEW.age) meeting.agesLost += 1;
    if (email !== NEW.email) meeting.emailsLost += 1;
  });
  return meeting;
}
