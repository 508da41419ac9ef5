import { concurrently } from '../../../driver/concurrently.ts';
import { profileKey } from '../../../driver/profiles/profile-item.ts';
import type { ProfileTable } from '../../../driver/profiles/profile-table.ts';
import type { Way, Writer } from './writers.ts';

/** What is left after every profile has been updated by two writers at once. */
export interface Collisions {
  updatesLost: number;
  unknownFieldsLost: number;
  /** Writes that were refused because somebody else was first, and were then done anew. */
  refused: number;
}

const CLIENTS = 8;

/** A field of a release later than both writers. */
const UNKNOWN = { tier: 'GOLD' };

/**
 * Lets two writers collide on each profile, with certainty: both read before either writes. Who writes last changes
 * from one profile to the next.
 */
export async function collide(
  table: ProfileTable,
  way: Way,
  writers: readonly [Writer, Writer],
  userIds: readonly string[],
): Promise<Collisions> {
  const collisions: Collisions = { updatesLost: 0, unknownFieldsLost: 0, refused: 0 };

  await concurrently(userIds, CLIENTS, async (userId, index) => {
    const before = { ...profileKey(userId), type: 'profile' as const, userId, version: 1, ...UNKNOWN };
    await table.put({ ...before, name: 'Ada', age: 36, email: 'before@example.com' });

    const inTurn = index % 2 === 0 ? writers : writers.toReversed();
    const copies = await Promise.all(
      inTurn.map(async (writer) => ({ writer, read: await table.read(userId) })),
    );
    for (const { writer, read } of copies) {
      let written = await way.write(table, read, writer);
      while (!written) {
        collisions.refused += 1;
        written = await way.write(table, await table.read(userId), writer);
      }
    }

    const after = await table.read(userId);
    const kept = ({ change }: Writer) =>
      Object.entries(change).every(([name, value]) => after[name] === value);
    collisions.updatesLost += writers.filter((writer) => !kept(writer)).length;
    if (after['tier'] !== UNKNOWN.tier) collisions.unknownFieldsLost += 1;
  });
  return collisions;
}
