import { isDeepStrictEqual } from 'node:util';
import { concurrently } from '../../../driver/concurrently.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { type Assessed, assessments } from './assessments.ts';
import { type AssessmentTable, assessmentTable } from './owner.ts';
import { type Fields, PROGRAMS, type Reports, runPrograms } from './programs.ts';
import { type ContractV1, contractV1, PROTOCOLS } from './service.ts';

/** Assessments of each kind that a release writes. */
const EACH = { quick: 2, full: 30 };
const CLIENTS = 8;

/**
 * The owner of the assessments renames an attribute. The same programs report on them in two ways: they read the owner's
 * table, or they call contract v1 of its service. The rename is the one that fraud v2 prepares: `decision` becomes
 * `outcome`.
 */
export const ownYourData: Scenario = {
  id: 'own-your-data',
  mode: 'services',
  question:
    'The same schema change behind a shared table and behind a service: which programs break, and who must deploy?',

  async run(context) {
    const { run, size, progress } = context;
    const table = assessmentTable(context);
    const [earlier, current] = [await contractV1(context, 'v1.1'), await contractV1(context, 'v2')];
    const byEarlier = assessments(`${run}-v1-1`, EACH[size]);
    const byCurrent = assessments(`${run}-v2`, EACH[size]);
    const all = [...byEarlier, ...byCurrent];
    const observe = (step: Observing['step'], when: string) =>
      observed({ step, when, all, table, earlier, current });

    progress('both releases write assessments');
    await each(byEarlier, earlier.assess);
    await each(byCurrent, current.assess);
    const before = await observe('before', 'both attributes in the items of v2');

    progress('the owner renames the attribute');
    try {
      await each(all, ({ request }) => table.rename(request.assessmentId));
      const after = await observe('after', 'the attribute renamed');
      return [...before.findings, ...after.findings, ...(await deployments(after, all, table))];
    } finally {
      await each(all, async ({ request, expected }) =>
        table.putBack(request.assessmentId, String(expected.decision)),
      );
    }
  },

  takeaway: (findings) =>
    `The rename made ${findings.number('after-table.failed')} of ${PROGRAMS.length} programs that read the table fail ` +
    `and ${findings.number('after-table.wrong')} report wrong data without an error, so that ` +
    `${findings.number('deployments.table')} teams deploy; behind the service ` +
    `${findings.number('after-service.calls-right')} of ${findings.get('after-service.calls-right').of} calls of ` +
    `contract v1 were answered as before, and the owner alone deploys.`,
};

interface Observing {
  step: 'before' | 'after';
  when: string;
  all: readonly Assessed[];
  table: AssessmentTable;
  earlier: ContractV1;
  current: ContractV1;
}

interface Observation {
  findings: Finding[];
  byTable: Reports;
  byService: Reports;
}

/** Runs every program on the table and on the service, and calls contract v1 in each protocol. */
async function observed({ step, when, all, table, earlier, current }: Observing): Promise<Observation> {
  const isRenamed = step === 'after';
  const expected = all.map((assessed) => assessed.expected);
  const byTable = runPrograms(await each(all, ({ request }) => table.read(request.assessmentId)), expected);

  const answers = new Map<string, Fields[]>();
  for (const protocol of PROTOCOLS) {
    answers.set(protocol, await each(all, (assessed) => current.read(assessed, protocol)));
  }
  const byService = runPrograms(answers.get('connect') ?? [], expected);
  const right = [...answers.values()].map((read) => countRight(read, expected));
  const ofEarlier = await each(all, (assessed) => earlier.read(assessed, 'connect'));

  const service = findingGroup(`${step}-service`, `Programs that call contract v1 of the service, ${when}`);
  const owner = findingGroup(`${step}-owner`, `The owner's own releases, ${when}`);
  const calls = all.length * PROTOCOLS.length;
  const findings = [
    ...reports(`${step}-table`, `Programs that read the table, ${when}`, byTable, isRenamed ? BROKEN : NONE),
    ...reports(`${step}-service`, `Programs that call contract v1 of the service, ${when}`, byService, NONE),
    service.equals('calls-right', 'calls of contract v1 that release v2 answers correctly', {
      expected: calls,
      observed: right.reduce((total, count) => total + count, 0),
      unit: 'calls',
      of: calls,
    }),
    // Releases of one service share its table: this is the coupling that remains, and one team sees both sides of it.
    owner.equals('earlier-release-right', 'calls of contract v1 that release v1.1 answers correctly', {
      expected: isRenamed ? 0 : all.length,
      observed: countRight(ofEarlier, expected),
      unit: 'calls',
      of: all.length,
    }),
  ];
  return { findings, byTable, byService };
}

/** One of the programs validates, one takes what it finds, and one does not use the attribute. */
const BROKEN: Reports = { right: 1, failed: 1, wrong: 1 };
const NONE: Reports = { right: PROGRAMS.length, failed: 0, wrong: 0 };

function reports(id: string, heading: string, { failed, wrong }: Reports, expected: Reports): Finding[] {
  const group = findingGroup(id, heading);
  const quantity = { unit: 'programs', of: PROGRAMS.length };
  return [
    group.equals('failed', 'programs that stop with an error', {
      expected: expected.failed,
      observed: failed,
      ...quantity,
    }),
    group.equals('wrong', 'programs that report wrong data without an error', {
      expected: expected.wrong,
      observed: wrong,
      ...quantity,
    }),
  ];
}

/** The owner deploys, and so does each team whose program broke. Then all reports are right again. */
async function deployments(
  { byTable, byService }: Observation,
  all: readonly Assessed[],
  table: AssessmentTable,
): Promise<Finding[]> {
  const changed = runPrograms(
    await each(all, ({ request }) => table.readRenamed(request.assessmentId)),
    all.map(({ expected }) => expected),
  );
  const group = findingGroup('deployments', 'Deployments that the rename needs');
  const needed = (name: string, label: string, expected: number, { failed, wrong }: Reports) =>
    group.equals(name, label, { expected, observed: 1 + failed + wrong, unit: 'deployments' });
  return [
    needed('table', 'owner and programs that read the table', 3, byTable),
    needed('service', 'owner and programs that call the service', 1, byService),
    group.equals(
      'table-right-afterwards',
      'programs that report correctly from the table once they are changed',
      {
        expected: PROGRAMS.length,
        observed: changed.right,
        unit: 'programs',
        of: PROGRAMS.length,
      },
    ),
  ];
}

function countRight(read: readonly Fields[], expected: readonly Fields[]): number {
  return read.filter((fields, index) => isDeepStrictEqual(fields, expected[index])).length;
}

function each<R>(all: readonly Assessed[], work: (assessed: Assessed) => Promise<R>): Promise<R[]> {
  return concurrently(all, CLIENTS, work);
}
