import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderScenario, renderSummary } from '../../../bin/demo/render-report.ts';
import { type Finding, findingGroup } from '../../../scenarios/kit/finding.ts';
import type { ScenarioResult } from '../../../scenarios/kit/run-scenario.ts';

const submission = findingGroup('submission', 'Submission');
const throughput = findingGroup('throughput', 'Throughput');
const FINDINGS = [
  submission.equals('accepted', 'orders accepted', { expected: 10, observed: 10, unit: 'orders', of: 10 }),
  submission.equals('dead-letters', 'dead letters', { expected: 0, observed: 2, unit: 'messages' }),
  throughput.measured('rate', 'end-to-end throughput', { observed: 31.5, unit: 'orders/s' }),
  throughput.within('lag', 'lag', { max: 20, observed: 7, unit: 'ms' }),
  throughput.notExercised('retries', 'retries', { reason: 'nothing failed' }),
];

const result = (findings: Finding[], takeaway = '10 of 10 orders arrived.'): ScenarioResult => ({
  id: 'a-question',
  mode: 'all',
  question: 'Did they arrive?',
  outcome: 'differs',
  takeaway,
  seconds: 2.5,
  findings,
});
const lines = (text: string) => stripVTControlCharacters(text).split('\n');

test('a scenario is its outcome, takeaway and seconds, and the findings that differ', () => {
  expect(lines(renderScenario(result(FINDINGS)))).toEqual([
    '✖ a-question  2.5 s',
    '  10 of 10 orders arrived.',
    '  Submission',
    '    ✖ dead letters  2 messages  expected 0 messages',
  ]);
});

test('verbose shows every finding under its group', () => {
  expect(lines(renderScenario(result(FINDINGS), { verbose: true }))).toEqual([
    '✖ a-question  2.5 s',
    '  10 of 10 orders arrived.',
    '  Question: Did they arrive?',
    '  Submission',
    '    ✔ orders accepted        10 of 10 orders  expected 10 orders',
    '    ✖ dead letters                2 messages  expected 0 messages',
    '  Throughput',
    '    · end-to-end throughput    31.5 orders/s  measured',
    '    ✔ lag                               7 ms  expected at most 20 ms',
    '    – retries                  not exercised  nothing failed',
  ]);
});

test('on a narrow terminal lines are broken between words, and a long value has lines of its own', () => {
  const text = renderScenario(
    result(
      [
        submission.equals('silent', 'direct table reads that silently return no name', {
          expected: 1,
          observed: 2,
          unit: 'reads',
        }),
        submission.equals('completed', 'scenario completed', {
          expected: 'yes',
          observed: `no: ${'a reason of many words '.repeat(3)}`,
        }),
      ],
      'Everything that was sent has arrived at every consumer, once.',
    ),
    { width: 60 },
  );
  expect(lines(text).every((line) => line.length <= 60)).toBe(true);
  expect(text).toContain('reason of many words');
});

test('the closing table has a row for each scenario, and the verdict counts what differs', () => {
  const text = renderSummary({
    schemaVersion: 1,
    target: 'embedded',
    seed: 1,
    size: 'quick',
    seconds: 30,
    scenarios: [result(FINDINGS)],
    comparison: { properties: [] },
  });
  expect(lines(text)).toEqual([
    'scenario    mode  as expected  differ  measured  not exercised  seconds',
    'a-question  all   2            1       1         1              2.5',
    '',
    '1 finding differs from the expectation (target: embedded, 30 s).',
  ]);
});
