import { concurrently } from '../../../driver/concurrently.ts';
import { type ProfilesRelease, profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { profileTable } from '../../../driver/profiles/profile-table.ts';
import { findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { CHECKPOINT_EVERY, LATEST, rewriteToLatest } from './program.ts';

const ROWS = { quick: 30, full: 1000 };
const ROWS_PER_SECOND = { quick: 60, full: 100 };
const CLIENTS = 2;
const NEW = { age: 42, email: 'after@example.com' };

/**
 * A table is rewritten to the latest schema while two releases write to it. The program can be stopped and resumed,
 * keeps to its rate, and retries when another writer changed a row first.
 */
export const backfill: Scenario = {
  id: 'backfill',
  mode: 'databases',
  question:
    'A table is rewritten to the latest schema while both releases write: is anything lost or overwritten?',

  async run(context) {
    const { progress, run, size } = context;
    const count = ROWS[size];
    const [v1, v2] = await profilesReleases(context, ['v1', 'v2']);
    if (v1 === undefined || v2 === undefined) throw new Error('Two releases are needed');
    const prefix = `${run}-backfill-`;
    const users = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const late = Array.from({ length: Math.ceil(count / 10) }, (_, index) => `${prefix}late-${index}`);
    const table = profileTable(context);

    progress(`${count} rows of two releases`);
    await concurrently(users, CLIENTS, (userId, index) => create(index % 2 === 0 ? v1 : v2, userId));

    // Some rows change between the backfill's read and its write, which is then rejected and retried.
    const surprises = new Set(users.filter((_, index) => index % 6 === 0));
    const surprised = surprises.size;
    const options = {
      prefix,
      rowsPerSecond: ROWS_PER_SECOND[size],
      async beforeWrite({ userId }: { userId: string }) {
        if (surprises.delete(userId)) await v1.change(userId, { name: 'Grace' });
      },
      onProgress: ({ rewritten }: { rewritten: number }) => progress(`${rewritten} rows rewritten`),
    };
    const half = Math.floor(count / 2) + 1;
    let seconds = 0;
    const inTwoRuns = async () => {
      const started = performance.now();
      const stopped = await rewriteToLatest(context, { ...options, name: `${run}-1`, stopAfter: half });
      const resumed = await rewriteToLatest(context, { ...options, name: `${run}-1` });
      seconds = (performance.now() - started) / 1000;
      return { first: stopped, second: resumed };
    };
    const [{ first, second }, statuses] = await Promise.all([inTwoRuns(), write(v1, v2, users, late)]);

    const afterOne = await concurrently([...users, ...late], CLIENTS, table.read);
    // Rows that the older release created in a part of the table that was already done.
    const behind = afterOne.filter((row) => Number(row['schema']) !== LATEST).length;
    const last = await rewriteToLatest(context, { ...options, name: `${run}-2` });
    const rows = await concurrently([...users, ...late], CLIENTS, table.read);
    const original = rows.slice(0, count);

    const backfilling = findingGroup('backfill', 'Backfill with both releases writing');
    const secondPass = findingGroup('second-pass', 'Second pass');
    const updates = findingGroup('updates', 'Updates by v1 and v2 during the backfill');
    const rowsUnit = { unit: 'rows' };
    return [
      updates.equals('failed', 'failed writes', {
        expected: 0,
        observed: statuses.filter((status) => status >= 300).length,
        unit: 'writes',
        of: statuses.length,
      }),
      updates.equals('ages-lost', 'ages lost', {
        expected: 0,
        observed: original.filter(({ age }) => age !== NEW.age).length,
        unit: 'updates',
        of: count,
      }),
      updates.equals('emails-lost', 'emails lost', {
        expected: 0,
        observed: original.filter(({ email }) => email !== NEW.email).length,
        unit: 'updates',
        of: count,
      }),
      updates.equals('names-lost', 'names lost that changed between the backfill’s read and write', {
        expected: 0,
        observed: surprised - original.filter(({ name }) => name === 'Grace').length,
        unit: 'updates',
        of: surprised,
      }),
      backfilling.equals('before-stop', 'rows processed before the stop', {
        expected: half,
        observed: first.rewritten + first.current,
        ...rowsUnit,
      }),
      backfilling.within('revisited', 'rows revisited after resume', {
        max: CHECKPOINT_EVERY,
        observed: second.current,
        ...rowsUnit,
      }),
      backfilling.within('conflicts-retried', 'conflicting writes retried', {
        min: surprised,
        observed: first.refused + second.refused + last.refused,
        unit: 'writes',
      }),
      backfilling.within('rate', 'rate, limited', {
        max: Math.ceil(options.rowsPerSecond * 1.1),
        observed: Math.round((first.rewritten + first.current + second.rewritten + second.current) / seconds),
        unit: 'rows/s',
      }),
      secondPass.measured('left-behind', 'old-schema rows that v1 created behind the first pass', {
        observed: behind,
        ...rowsUnit,
      }),
      secondPass.equals('rewritten', 'rows rewritten by the second pass', {
        expected: behind,
        observed: last.rewritten,
        ...rowsUnit,
      }),
      secondPass.equals('latest-schema', 'rows with the latest schema afterwards', {
        expected: rows.length,
        observed: rows.filter((row) => Number(row['schema']) === LATEST).length,
        ...rowsUnit,
      }),
    ];
  },

  takeaway(findings) {
    const lost = ['ages', 'emails', 'names'].reduce(
      (sum, name) => sum + findings.number(`updates.${name}-lost`),
      0,
    );
    return (
      `A backfill that writes with a version condition lost ${lost} concurrent updates and retried ` +
      `${findings.number('backfill.conflicts-retried')} conflicting writes; as long as v1 is live it creates old-schema ` +
      `rows behind the pass (${findings.number('second-pass.left-behind')} here), so a second pass is needed.`
    );
  },
};

async function create(release: ProfilesRelease, userId: string): Promise<number> {
  const email = release.name === 'v2' ? { email: 'before@example.com' } : {};
  const { status } = await release.create({ userId, name: 'Ada', age: 36, ...email });
  return status;
}

/** Both releases change every row, each what it owns, and the older one goes on creating its own. */
async function write(
  v1: ProfilesRelease,
  v2: ProfilesRelease,
  users: readonly string[],
  late: readonly string[],
): Promise<number[]> {
  const [ages, emails, created] = await Promise.all([
    concurrently(users, CLIENTS, async (userId) => (await v1.change(userId, { age: NEW.age })).status),
    concurrently(users, CLIENTS, async (userId) => (await v2.change(userId, { email: NEW.email })).status),
    concurrently(late, 1, (userId) => create(v1, userId)),
  ]);
  return [...ages, ...emails, ...created];
}
