import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DemoReport } from '../../bin/demo/report.ts';
import type { Advice } from '../../scenarios/comparison/advise.ts';
import { type Comparison, findRow } from '../../scenarios/comparison/comparison.ts';
import { dataflow } from './support/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Findings of the deployed shop, made once; a few scenarios are enough to see numbers beside reasons. */
async function demoReport(): Promise<string> {
  const report = join(folder, 'demo.json');
  if (existsSync(report)) return report;
  const scenarios = ['--scenario', 'own-your-data', '--scenario', 'versioned-interfaces'];
  const ran = await dataflow(['demo', '--target', inject('endpoint'), ...scenarios, '--json', report]);
  expect(ran.status).toBe(0);
  // What was measured is printed at the end of a demo, too.
  expect(ran.stdout).toContain('components that must deploy');
  return report;
}

test('compare --json has numbers with their findings, and reasons where there are none', async () => {
  const report = await demoReport();
  const { status, stdout } = await dataflow(['compare', '--from', report, '--json']);
  expect(status).toBe(0);
  const comparison = JSON.parse(stdout) as Comparison;
  expect(comparison).toEqual((JSON.parse(readFileSync(report, 'utf8')) as DemoReport).comparison);

  const row = findRow(comparison, 'coupling.components-broken');
  expect(row?.cells.databases).toMatchObject({ outcome: 'measured', value: 2 });
  expect(row?.cells.databases.evidence.map(({ finding }) => finding)).toEqual([
    'after-table.failed',
    'after-table.wrong',
  ]);
  expect(row?.cells.services.value).toBe(0);
  expect(row?.cells.messages).toMatchObject({
    outcome: 'not-exercised',
    reason: 'scenario schema-discipline did not run',
  });
  expect(findRow(comparison, 'evolution.pairs-refused')?.cells.services.value).toBeGreaterThan(0);
});

test('the table fits into 100 columns, and Markdown names the findings', async () => {
  const report = await demoReport();
  const text = await dataflow(['compare', '--from', report]);
  expect(text.status).toBe(0);
  expect(Math.max(...text.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(text.stdout).toMatch(/Coupling +Tight +Medium +Loose/);
  const markdown = await dataflow(['compare', '--from', report, '--markdown']);
  expect(markdown.stdout).toContain('| Coupling | Tight | Medium | Loose |');
  expect(markdown.stdout).toContain('`own-your-data`: `after-table.failed`, `after-table.wrong`');
});

test.each([
  ['no-such-file.json', 'could not be read'],
  ['other.json', 'is not the output of dataflow demo --json'],
])('a file that is no report is refused: %s', async (name, message) => {
  writeFileSync(join(folder, 'other.json'), '{"scenarios": [1]}');
  const { status, stdout, stderr } = await dataflow(['compare', '--from', join(folder, name)]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
});

test('advise recommends by the numbers of a run, and names the findings', async () => {
  const report = await demoReport();
  const often = ['advise', '--from', report, '--schema-changes', 'often'];
  const { status, stdout } = await dataflow([...often, '--json']);
  expect(status).toBe(0);
  const advice = JSON.parse(stdout) as Advice;
  expect(advice.recommended).toEqual(['services']);
  expect(advice.modes.map(({ mode, fits }) => [mode, fits])).toEqual([
    ['databases', 'no'],
    ['services', 'yes'],
    ['messages', 'not-known'],
  ]);
  const text = await dataflow(often);
  expect(text.stdout).toContain('own-your-data: after-table.failed, after-table.wrong');
  expect(text.stdout).toContain('Recommended: services');
});

test('advise without a terminal needs an answer, and without a mode that fits its status is 1', async () => {
  const report = await demoReport();
  const unasked = await dataflow(['advise', '--from', report]);
  expect(unasked.status).toBe(2);
  expect(unasked.stderr).toContain('--visible-within');
  const wrong = await dataflow(['advise', '--from', report, '--delay', 'perhaps']);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('Allowed values: allowed, none.');
  const unknown = await dataflow(['advise', '--from', report, '--visible-within', '200ms']);
  expect(unknown.status).toBe(1);
  expect(unknown.stdout).toContain('scenario write-to-visible did not run');
});
