import { PassThrough } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import { askRequirements } from '../../../../bin/comparison/ask-requirements.ts';
import { QUESTIONS } from '../../../../bin/comparison/read-requirements.ts';
import { recommendation } from '../../../../bin/comparison/render-advice.ts';
import type { ModeAdvice } from '../../../../scenarios/comparison/advise.ts';
import { COMPARED_MODES, type ComparedMode } from '../../../../scenarios/comparison/comparison.ts';

const parse = (flag: string, answer: string) =>
  QUESTIONS.find((question) => question.flag === flag)?.parse(answer);

test.each([
  ['visible-within', '200ms', { visibleWithinMs: 200 }],
  ['visible-within', '2m', { visibleWithinMs: 120_000 }],
  ['delay', 'none', { delay: 'none' }],
  ['accept-failures', 'refused, delayed', { acceptedFailures: ['refused', 'delayed'] }],
  ['accept-failures', 'none', { acceptedFailures: [] }],
  ['schema-changes', 'often', { schemaChanges: 'often' }],
  ['data-owner', 'one-team', { dataOwner: 'one-team' }],
])('--%s %s', (flag, answer, requirements) => {
  expect(parse(flag, answer)).toEqual(requirements);
});

test.each([
  ['visible-within', 'soon', 'It must be a duration such as 200ms, 5s or 10m.'],
  ['visible-within', '-1ms', 'It must be a duration such as 200ms, 5s or 10m.'],
  ['delay', 'some', 'Allowed values: allowed, none.'],
  ['accept-failures', 'refused,burnt', 'Allowed values: refused, delayed, lost, or none.'],
  ['schema-changes', 'constructor', 'Allowed values: rarely, often.'],
])('--%s %s is refused', (flag, answer, message) => {
  expect(() => parse(flag, answer)).toThrow(message);
});

test('the five questions are asked in turn, again after an answer that cannot be read', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let asked = '';
  const answers = ['soon', '50ms', '', 'refused', '', 'one-team'];
  output.on('data', (text) => {
    asked += text;
    if (String(text).includes('it does not matter')) input.write(`${answers.shift()}\n`);
  });
  const requirements = await askRequirements(new AbortController().signal, { input, output });
  expect(requirements).toEqual({
    visibleWithinMs: 50,
    acceptedFailures: ['refused'],
    dataOwner: 'one-team',
  });
  expect(asked).toContain('It must be a duration');
  for (const { text } of QUESTIONS) expect(asked).toContain(text);
});

describe('the recommendation', () => {
  const advice = (
    fits: ModeAdvice['fits'][],
    recommended: ComparedMode[],
    dollarsPerMillion: string | null = '1.00',
  ) =>
    recommendation({
      requirements: {},
      recommended,
      modes: COMPARED_MODES.map((mode, index) => ({
        mode,
        fits: fits[index] ?? 'no',
        checks: [],
        dollarsPerMillion,
      })),
    });

  it('says when one, two or no modes fit', () => {
    expect(advice(['no', 'yes', 'no'], ['services'])).toBe(
      'Recommended: services, the only mode that is known to meet the requirements.',
    );
    expect(advice(['no', 'yes', 'yes'], ['services', 'messages'])).toContain('messages meets them as well.');
    expect(advice(['no', 'no', 'no'], [])).toMatch(/^No mode meets all requirements/);
  });

  it('names no mode the cheapest where costs were not measured', () => {
    expect(advice(['no', 'yes', 'yes'], ['services', 'messages'], null)).toBe(
      'Recommended: services and messages. Their costs were not measured.',
    );
  });

  it('says which modes could not be judged', () => {
    expect(advice(['no', 'yes', 'not-known'], ['services'])).toContain('messages cannot be judged');
    expect(advice(['no', 'no', 'not-known'], [])).toMatch(/^No mode is known to meet/);
  });
});
