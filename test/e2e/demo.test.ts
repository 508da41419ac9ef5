import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { dataflow, start, startUnderNpm } from './support/command-line.ts';

const Bounds = z.strictObject({ min: z.number().optional(), max: z.number().optional() });

const Cell = z.strictObject({
  outcome: z.enum(['measured', 'not-exercised', 'not-applicable']),
  value: z.union([z.string(), z.number(), z.null()]),
  reason: z.string().optional(),
  evidence: z.array(
    z.strictObject({
      scenario: z.string(),
      finding: z.string(),
      observed: z.union([z.string(), z.number()]),
      of: z.number().optional(),
    }),
  ),
});
const Prediction = z.strictObject({ databases: z.string(), services: z.string(), messages: z.string() });

const Comparison = z.strictObject({
  properties: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      prediction: Prediction,
      rows: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          unit: z.string(),
          cells: z.strictObject({ databases: Cell, services: Cell, messages: Cell }),
          agreement: z.enum(['yes', 'partly', 'no', 'not-comparable']),
        }),
      ),
    }),
  ),
});

const Report = z.strictObject({
  schemaVersion: z.literal(1),
  target: z.string(),
  seed: z.number().nullable(),
  size: z.enum(['quick', 'full']),
  seconds: z.number().positive(),
  scenarios: z.array(
    z.strictObject({
      id: z.string(),
      mode: z.enum(['databases', 'services', 'messages', 'all']),
      question: z.string(),
      outcome: z.enum(['as-expected', 'differs', 'not-exercised']),
      takeaway: z.string().min(1),
      seconds: z.number().nonnegative(),
      findings: z
        .array(
          z.strictObject({
            id: z.string(),
            group: z.string(),
            label: z.string(),
            expected: z.union([z.string(), z.number(), Bounds, z.null()]),
            observed: z.union([z.string(), z.number(), z.null()]),
            unit: z.string(),
            of: z.number().optional(),
            reason: z.string().optional(),
            outcome: z.enum(['as-expected', 'differs', 'measured', 'not-exercised']),
          }),
        )
        .min(1),
    }),
  ),
  comparison: Comparison,
});

/** The findings of the only scenario of a report, by id. */
function findingOf(json: string, id: string) {
  const [scenario] = Report.parse(JSON.parse(json)).scenarios;
  return scenario?.findings.find((finding) => finding.id === id);
}

/** What a text names in code font that has the form of a finding's id, and is no file. */
function findingIds(markdown: string): string[] {
  const ids = [...markdown.matchAll(/`([a-z0-9-]+\.[a-z][a-z0-9-]*)`/g)].map(([, id = '']) => id);
  return ids.filter((id) => !/\.(ts|json|csv)$/.test(id));
}

function rowsWithoutNumbers({ comparison }: z.infer<typeof Report>): string[] {
  const rows = comparison.properties.flatMap((property) => property.rows);
  const isMissing = ({ cells }: (typeof rows)[number]) =>
    Object.values(cells).some(({ outcome }) => outcome === 'not-exercised');
  return rows.filter(isMissing).map(({ id }) => id);
}

function wrongEvidence({ comparison, scenarios }: z.infer<typeof Report>): unknown[] {
  const found = new Map(
    scenarios.flatMap(({ id, findings }) =>
      findings.map((finding) => [`${id} ${finding.id}`, finding.observed] as const),
    ),
  );
  const cells = comparison.properties.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)));
  return cells.filter(
    ({ outcome, evidence }) =>
      (outcome === 'measured' && evidence.length === 0) ||
      evidence.some(({ scenario, finding, observed }) => found.get(`${scenario} ${finding}`) !== observed),
  );
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

function csv(...rows: string[]): string {
  const file = join(folder, 'orders.csv');
  writeFileSync(file, [HEADER, ...rows, ''].join('\n'));
  return file;
}

/** Against the shop that is deployed already, which is quicker than a demo's own. */
const deployed = () => ['--target', inject('endpoint'), '--scenario', 'order-through-three-modes'];

/** It bootstraps, deploys three times and runs everything: seconds on a machine at rest, more on a busy one. */
const WHOLE_DEMO = { timeout: 300_000 };

test(
  '`npm run demo` runs every scenario on an endpoint of its own, and leaves nothing behind',
  WHOLE_DEMO,
  async () => {
    // Tests of scenarios read it too.
    const json = inject('demoReport');
    const demo = startUnderNpm('demo', ['--count', '20', '--json', json]);
    const { status, stdout, stderr } = await demo.ended;

    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('All findings are as expected');
    expect(demo.descendants()).toEqual([]);
    expect(demo.temporaryFiles()).toEqual([]);
    const report = Report.parse(JSON.parse(readFileSync(json, 'utf8')));
    expect(report.target).toBe('embedded');
    expect(report.scenarios.map(({ id, outcome }) => [id, outcome])).toEqual(
      SCENARIOS.map(({ id }) => [id, 'as-expected']),
    );
    expect(rowsWithoutNumbers(report), 'rows of the comparison that a whole demo has no number for').toEqual([
      // Too few samples without --full.
      'latency.p99',
    ]);
    expect(
      wrongEvidence(report),
      'numbers of the comparison that name other values than the findings',
    ).toEqual([]);
    const unknown = report.scenarios.flatMap(({ id, mode, findings }) => {
      const ids = new Set(findings.map((finding) => finding.id));
      const readme = readFileSync(`scenarios/${mode}/${id}/README.md`, 'utf8');
      return findingIds(readme).filter((named) => !ids.has(named));
    });
    expect(unknown, 'findings that a README of a scenario names and no run has').toEqual([]);
  },
);

test('with --json - stdout is the report and nothing else', async () => {
  const { status, stdout } = await dataflow([
    'demo',
    ...deployed(),
    '--count',
    '5',
    '--seed',
    '11',
    '--json',
    '-',
  ]);
  expect(status).toBe(0);
  expect(Report.parse(JSON.parse(stdout)).target).toBe(inject('endpoint'));
});

test('with --verbose it prints every finding, and otherwise those that differ', async () => {
  const few = ['demo', ...deployed(), '--count', '5', '--seed', '12'];
  const [brief, verbose] = [await dataflow(few), await dataflow([...few, '--verbose'])];
  expect([brief.status, verbose.status]).toEqual([0, 0]);
  expect(brief.stdout).not.toContain('dead letters');
  expect(verbose.stdout).toContain('dead letters');
});

test('a finding that differs makes the status 1', async () => {
  // The shop keeps four decimal places of a price and refuses what it could not keep.
  const id = Math.floor(Math.random() * 1e9);
  const file = csv(
    `${id},X,A,1,2010-12-01 08:26:00,0.123456,,EIRE`,
    `${id + 1},X,A,1,2010-12-01 08:26:00,1.5,,EIRE`,
  );
  const json = join(folder, 'out.json');
  const { status, stdout } = await dataflow(['demo', ...deployed(), '--orders', file, '--json', json]);
  expect(status).toBe(1);
  const report = readFileSync(json, 'utf8');
  expect(findingOf(report, 'submission.accepted')).toMatchObject({
    observed: 1,
    expected: 2,
    outcome: 'differs',
  });
  expect(findingOf(report, 'submission.rejected-400-bad-request')).toMatchObject({
    observed: 1,
    expected: 0,
  });
  // What differs is printed without being asked for, and nothing else is.
  expect(stdout).toContain('1 of 2 orders');
  expect(stdout).not.toContain('dead letters');
});

test('a broken row is reported with file and line, and the other orders go on', async () => {
  const id = Math.floor(Math.random() * 1e9);
  const file = csv(
    `${id},X,A,1,2010-12-01 08:26:00,1.5,,EIRE`,
    `${id + 1},X,A,one,2010-12-01 08:26:00,1.5,,EIRE`,
    `${id + 2},X,A,-2,2010-12-01 08:26:00,0,,EIRE`,
  );
  const json = join(folder, 'out.json');
  const { status, stderr } = await dataflow(['demo', ...deployed(), '--orders', file, '--json', json]);
  expect(stderr).toBe(`${file}:3: Quantity is not a whole number; invoice ${id + 1} is left out\n`);
  const report = readFileSync(json, 'utf8');
  expect(findingOf(report, 'submission.accepted')?.observed).toBe(2);
  expect(findingOf(report, 'submission.unreadable-rows')?.observed).toBe(1);
  expect(status).toBe(0);
});

test('Ctrl-C ends a demo and everything that it has started', WHOLE_DEMO, async () => {
  const demo = start(['demo', '--count', '5000']);
  await new Promise<void>((resolve) => {
    demo.process.stdout?.on('data', () => {
      if (demo.output().includes('Deploy v1')) resolve();
    });
  });
  demo.process.kill('SIGINT');
  const { status, stderr } = await demo.ended;
  expect(stderr).toContain('Interrupted. Cleaning up');
  expect(status).toBe(130);
  expect(demo.descendants()).toEqual([]);
  expect(demo.temporaryFiles()).toEqual([]);
});
