import { concurrently } from '../../../driver/concurrently.ts';
import { type ProfileTable, profileTable } from '../../../driver/profiles/profile-table.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { deployedRaces } from './deployed-race.ts';
import { V1, V2, WRITE_STRATEGIES, type WriteStrategy } from './write-strategies.ts';

/** Both releases read before either writes, which a rolling deployment allows at any moment. */
async function race(table: ProfileTable, strategy: WriteStrategy, userId: string, v1First: boolean) {
  await table.create({ userId, name: 'Ada', age: 36, email: 'before@example.com', tier: 'GOLD' });

  const readByV1 = await table.read(userId);
  const readByV2 = await table.read(userId);

  const writeV1 = () => writeUntilAccepted(table, strategy, V1, readByV1);
  const writeV2 = () => writeUntilAccepted(table, strategy, V2, readByV2);
  const conflicts = v1First ? (await writeV1()) + (await writeV2()) : (await writeV2()) + (await writeV1());

  const after = await table.read(userId);
  return {
    updatesLost: Number(after.age !== V1.change.age) + Number(after.email !== V2.change.email),
    // `tier` belongs to a later release: neither writer knows it.
    unknownFieldsLost: Number(after['tier'] !== 'GOLD'),
    conflicts,
  };
}

/** A write that is rejected because the item has changed is retried on a fresh copy. Returns the rejected writes. */
async function writeUntilAccepted(
  table: ProfileTable,
  strategy: WriteStrategy,
  writer: typeof V1 | typeof V2,
  read: Awaited<ReturnType<ProfileTable['read']>>,
): Promise<number> {
  let conflicts = 0;
  for (let copy = read; !(await strategy.write(table, copy, writer)); conflicts += 1) {
    copy = await table.read(read.userId);
  }
  return conflicts;
}

const RACES = { quick: 25, full: 1000 };
const CLIENTS = 8;

/**
 * Keeping unknown fields is not enough: a copy that was read before the other release wrote puts the other's field
 * back to its old value. Only a condition on the version detects that.
 */
export const lostUpdates: Scenario = {
  id: 'lost-updates',
  mode: 'databases',
  question: 'Two releases change different fields of one item at the same time: whose update is lost?',

  async run(context) {
    const { progress, run, size } = context;
    const count = RACES[size];
    const table = profileTable(context);
    const findings: Finding[] = [];
    for (const strategy of WRITE_STRATEGIES) {
      progress(`${count} races: ${strategy.label}`);
      const userIds = Array.from({ length: count }, (_, index) => `${run}-${strategy.id}-${index}`);
      const races = await concurrently(userIds, CLIENTS, (userId, index) =>
        race(table, strategy, userId, index % 2 === 0),
      );
      findings.push(...strategyFindings(strategy, races));
    }
    return [...findings, ...(await deployedRaces(context, count))];
  },

  takeaway: (findings) =>
    `A PutItem of a copy that was read earlier lost ${findings.number('keeping-put.updates-lost')} of ` +
    `${findings.get('keeping-put.updates-lost').of} concurrent updates, even when it kept unknown fields; UpdateItem with a ` +
    `version condition lost ${findings.number('conditional-update.updates-lost')}.`,
};

function strategyFindings(
  { id, label, predicted }: WriteStrategy,
  races: readonly Awaited<ReturnType<typeof race>>[],
): Finding[] {
  const total = (key: 'updatesLost' | 'unknownFieldsLost' | 'conflicts') =>
    races.reduce((sum, outcome) => sum + outcome[key], 0);
  const group = findingGroup(id, label);
  return [
    group.equals('updates-lost', 'updates lost', {
      expected: races.length * predicted.updatesLost,
      observed: total('updatesLost'),
      unit: 'updates',
      of: 2 * races.length,
    }),
    group.equals('unknown-fields-lost', 'fields lost that neither release knows', {
      expected: races.length * predicted.unknownFieldsLost,
      observed: total('unknownFieldsLost'),
      unit: 'fields',
      of: races.length,
    }),
    group.equals('conflicts-retried', 'conflicting writes retried', {
      expected: races.length * predicted.conflicts,
      observed: total('conflicts'),
      unit: 'writes',
    }),
  ];
}
