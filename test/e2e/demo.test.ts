import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { dataflow, start } from './support/command-line.ts';

const Report = z.strictObject({
  target: z.string(),
  seconds: z.number().positive(),
  scenarios: z.array(
    z.strictObject({
      id: z.string(),
      mode: z.enum(['databases', 'services', 'messages', 'all']),
      question: z.string(),
      ok: z.boolean(),
      findings: z
        .array(
          z.strictObject({
            name: z.string(),
            expected: z.union([z.string(), z.number()]),
            observed: z.union([z.string(), z.number()]),
            unit: z.string(),
            ok: z.boolean(),
          }),
        )
        .min(1),
    }),
  ),
});

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
  'the demo runs every scenario on an endpoint of its own, and leaves nothing behind',
  WHOLE_DEMO,
  async () => {
    const json = join(folder, 'out.json');
    const demo = start(['demo', '--count', '20', '--json', json]);
    const { status, stdout, stderr } = await demo.ended;

    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('Every finding is as expected');
    expect(demo.descendants()).toEqual([]);
    const report = Report.parse(JSON.parse(readFileSync(json, 'utf8')));
    expect(report.target).toBe('embedded');
    expect(report.scenarios.map(({ id, ok }) => [id, ok])).toEqual(SCENARIOS.map(({ id }) => [id, true]));
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

test('a finding that differs makes the status 1', async () => {
  // The shop keeps four decimal places of a price and refuses what it could not keep.
  const id = Math.floor(Math.random() * 1e9);
  const file = csv(
    `${id},X,A,1,2010-12-01 08:26:00,0.123456,,EIRE`,
    `${id + 1},X,A,1,2010-12-01 08:26:00,1.5,,EIRE`,
  );
  const { status, stdout } = await dataflow(['demo', ...deployed(), '--orders', file]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/✖ orders accepted +1 orders {2}expected 2 orders/);
  expect(stdout).toMatch(/✖ orders refused: 400 bad-request +1 orders {2}expected 0 orders/);
});

test('a broken row is reported with file and line, and the other orders go on', async () => {
  const id = Math.floor(Math.random() * 1e9);
  const file = csv(
    `${id},X,A,1,2010-12-01 08:26:00,1.5,,EIRE`,
    `${id + 1},X,A,one,2010-12-01 08:26:00,1.5,,EIRE`,
    `${id + 2},X,A,-2,2010-12-01 08:26:00,0,,EIRE`,
  );
  const { status, stdout, stderr } = await dataflow(['demo', ...deployed(), '--orders', file]);
  expect(stderr).toBe(`${file}:3: Quantity is not a whole number; invoice ${id + 1} is left out\n`);
  expect(stdout).toMatch(/orders accepted +2 orders/);
  expect(stdout).toMatch(/rows of the input that could not be read +1 rows/);
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
});
