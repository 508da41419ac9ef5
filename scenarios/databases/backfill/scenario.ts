import { concurrently } from '../../../driver/concurrently.ts';
import { type ProfilesRelease, profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { profileTable } from '../../../driver/profiles/profile-table.ts';
import { atLeast, atMost, equals, type Finding, measured } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { CHECKPOINT_EVERY, LATEST, rewriteToLatest } from './program.ts';

const ROWS = { quick: 30, full: 1000 };
const ROWS_PER_SECOND = { quick: 60, full: 100 };
const CLIENTS = 2;
const NEW = { age: 42, email: 'after@example.com' };

/**
 * A table is rewritten to the latest schema under the hands of two live releases. The program may be stopped and goes
 * on, keeps its pace, and gives way to whoever changes a row first.
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

    // Some rows are changed between the program's reading and its writing, which must give way each time.
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
    // Rows that the older release has made where the program had passed already.
    const behind = afterOne.filter((row) => Number(row['schema']) !== LATEST).length;
    const last = await rewriteToLatest(context, { ...options, name: `${run}-2` });
    const rows = await concurrently([...users, ...late], CLIENTS, table.read);
    const original = rows.slice(0, count);

    const of = (name: string, unit = 'rows') => ({ name, unit });
    const findings: Finding[] = [
      equals(
        of('writes of v1 and v2 meanwhile that failed', 'writes'),
        0,
        statuses.filter((s) => s >= 300).length,
      ),
      equals(of('done when the program was stopped'), half, first.rewritten + first.current),
      atMost(of('met again when it went on'), CHECKPOINT_EVERY, second.current),
      atLeast(
        of('writes refused because the row had changed', 'writes'),
        surprised,
        first.refused + second.refused + last.refused,
      ),
      measured(of('created by v1 behind its back, left for a second pass'), behind),
      equals(of('rewritten by the second pass'), behind, last.rewritten),
      equals(
        of('with the latest schema in the end'),
        rows.length,
        rows.filter((row) => Number(row['schema']) === LATEST).length,
      ),
      equals(of('ages lost', 'updates'), 0, original.filter(({ age }) => age !== NEW.age).length),
      equals(of('emails lost', 'updates'), 0, original.filter(({ email }) => email !== NEW.email).length),
      equals(
        of('names lost that changed between read and write', 'updates'),
        0,
        surprised - original.filter(({ name }) => name === 'Grace').length,
      ),
      atMost(
        of('pace', 'rows/s'),
        Math.ceil(options.rowsPerSecond * 1.1),
        Math.round((first.rewritten + first.current + second.rewritten + second.current) / seconds),
      ),
    ];
    return findings;
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
  // 201 for what is created; below 300 is well.
  return [...ages, ...emails, ...created];
}
