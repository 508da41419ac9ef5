import type { z } from 'zod';
import { anything, outcomeOf, seenRecord } from '../../../driver/records/matrix.ts';
import { REFUSED, readWith, WHOLE } from '../../../driver/records/outcome.ts';
import { predict } from '../../../driver/records/predict.ts';
import { type Answer, RecordsClient, succeeded } from '../../../driver/records/records-client.ts';
import { RELEASES, type RecordsRelease } from '../../../driver/records/releases.ts';
import { samples } from '../../../driver/records/samples.ts';
import { STRATEGIES, type Strategy } from '../../../driver/records/strategies.ts';
import { latestRewrite, SUBJECTS, type Subject, schemaOf } from '../../../driver/records/subjects.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';

/** How many rows of each schema version and subject lie in each store. */
const ROWS = { quick: 3, full: 60 };

interface Row {
  strategy: Strategy;
  subject: Subject;
  writer: RecordsRelease;
  id: string;
  /** Which of the samples of its schema it holds. */
  sample: number;
}

/**
 * Five years of rows, of every schema version ever. Each release was deployed in its turn, and in the warehouse ran its
 * ETL over all that was there; the others rewrite nothing. Then every release reads every row.
 */
export const dataOutlivesCode: Scenario = {
  id: 'data-outlives-code',
  mode: 'databases',
  question: 'Which releases can still read rows of five years, and what do they see of them?',

  async run(context) {
    const client = await RecordsClient.open(context.aws.lambda, context.system);
    const rows = await fiveYears(client, context);
    const findings: Finding[] = [
      findingGroup('rows', 'Rows').measured('written', 'rows of all schema versions', {
        observed: rows.length,
        unit: 'rows',
      }),
    ];
    for (const [strategy, counts] of await readAll(client, rows, context)) {
      findings.push(...outcomes(strategy, counts));
    }
    return findings;
  },

  takeaway(findings) {
    const rate = (strategy: string) => {
      const { observed, of = 0 } = findings.get(`${strategy}.refused`);
      return `${strategy} ${Math.round((100 * Number(observed)) / of)} %`;
    };
    const wrong = STRATEGIES.reduce((sum, strategy) => sum + findings.number(`${strategy}.mispredicted`), 0);
    return (
      `Every release read ${findings.number('rows.written')} rows of all schema versions; the share of reads that failed was ` +
      `${STRATEGIES.map(rate).join(', ')}, and ${wrong} reads were mispredicted.`
    );
  },
};

/** Release by release: it writes its rows, and rewrites the warehouse as far as it can read it. */
async function fiveYears(client: RecordsClient, { run, size, progress }: ScenarioContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const writer of RELEASES) {
    progress(`${writer} writes`);
    const own = STRATEGIES.flatMap((strategy) =>
      SUBJECTS.flatMap((subject) => {
        const count = samples(schemaOf(subject, writer)).length;
        return Array.from({ length: ROWS[size] }, (_, index): Row => {
          return { strategy, subject, writer, id: `${run}.${writer}.${index}`, sample: index % count };
        });
      }),
    );
    const puts = own.map(({ strategy, subject, id, sample }) => {
      return { action: 'put', strategy, subject, id, value: samples(schemaOf(subject, writer))[sample] };
    });
    for (const answer of await client.askAll(writer, puts, anything)) succeeded(answer);
    rows.push(...own);
    const etls = SUBJECTS.map((subject) => {
      const ids = rows
        .filter((row) => row.strategy === 'warehouse' && row.subject === subject)
        .map(({ id }) => id);
      return { action: 'etl', subject, ids };
    });
    for (const answer of await client.askAll(writer, etls, anything)) succeeded(answer);
  }
  return rows;
}

interface Counts {
  predicted: Map<string, number>;
  observed: Map<string, number>;
  wrong: number;
}

async function readAll(
  client: RecordsClient,
  rows: readonly Row[],
  { progress }: ScenarioContext,
): Promise<Map<Strategy, Counts>> {
  const counts = new Map(STRATEGIES.map((strategy) => [strategy, noCounts()]));
  progress('every release reads');
  const gets = rows.map(({ strategy, subject, id }) => ({ action: 'get', strategy, subject, id }));
  await Promise.all(
    RELEASES.map(async (reader) => {
      const answers = await client.askAll(reader, gets, seenRecord);
      const read = rows.flatMap((row, index) => {
        const answer = answers[index];
        return answer === undefined ? [] : [{ row, answer }];
      });
      // Rows of one writer are judged together: only all samples of a schema meet all that it allows.
      const groups = Map.groupBy(read, ({ row }) => `${row.strategy} ${row.subject} ${row.writer}`);
      for (const group of groups.values()) judge(reader, group, counts);
    }),
  );
  return counts;
}

type ReadRow = { row: Row; answer: Answer<z.infer<typeof seenRecord>> };

function judge(reader: RecordsRelease, group: readonly ReadRow[], counts: Map<Strategy, Counts>): void {
  const [first] = group;
  const count = first && counts.get(first.row.strategy);
  if (first === undefined || count === undefined) return;
  const { strategy, subject, writer } = first.row;
  const all = samples(schemaOf(subject, writer));
  const written = group.flatMap(({ row }) => all.slice(row.sample, row.sample + 1));
  const seen = group.map(({ answer }) => answer);
  const observed = outcomeOf({ subject, reader }, written, seen);
  const latest = latestRewrite(subject, writer);
  const predicted = predict(strategy, subject, { writer, reader, latest });
  add(count.predicted, predicted, group.length);
  add(count.observed, observed, group.length);
  if (predicted !== observed) count.wrong += group.length;
}

function noCounts(): Counts {
  return { predicted: new Map(), observed: new Map(), wrong: 0 };
}

function outcomes(strategy: Strategy, { predicted, observed, wrong }: Counts): Finding[] {
  const group = findingGroup(strategy, `Storage strategy ${strategy}`);
  const reads = { unit: 'reads', of: [...observed.values()].reduce((sum, count) => sum + count, 0) };
  const first = [WHOLE, readWith(['defaults']), readWith(['fields ignored']), readWith(['fields carried'])];
  const effects = [...new Set([...first, ...predicted.keys(), ...observed.keys()])].filter(
    (effect) => effect !== REFUSED && (predicted.has(effect) || observed.has(effect)),
  );
  const count = (effect: string) => ({
    expected: predicted.get(effect) ?? 0,
    observed: observed.get(effect) ?? 0,
    ...reads,
  });
  return [
    ...effects.map((effect) => group.equals(kebab(effect), effect, count(effect))),
    group.equals('refused', 'reads that failed', count(REFUSED)),
    group.equals('mispredicted', 'mispredicted reads', { expected: 0, observed: wrong, ...reads }),
  ];
}

function kebab(words: string): string {
  return words.replaceAll(/[^a-z0-9]+/g, '-');
}

function add(counts: Map<string, number>, name: string, more: number): void {
  counts.set(name, (counts.get(name) ?? 0) + more);
}
