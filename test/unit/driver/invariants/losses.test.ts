import { expect, test } from 'vitest';
import { renderLosses } from '../../../../bin/rollout/render-steps.ts';
import { differences, findLosses } from '../../../../driver/invariants/losses.ts';

const about = { canary: 'p1', writtenBy: 'v1-naive' };
const stored = { name: 'Canary', age: '2', email: 'a@example.com' };

test('a loss names the item, the field, and its value before and after', () => {
  expect(findLosses(stored, { name: 'Canary', age: '1', other: 'kept' }, about)).toEqual([
    { ...about, field: 'age', before: '2', after: '1' },
    { ...about, field: 'email', before: 'a@example.com', after: undefined },
  ]);
  expect(findLosses(stored, undefined, about)).toHaveLength(3);
  expect(findLosses(stored, { ...stored, other: 'kept' }, about)).toEqual([]);
});

test('losses are shown as a table, of which more than five are counted', () => {
  const step = { percent: 50, writes: 1, writesByNew: 1, requests: 3, errors: 0, judged: true };
  const losses = findLosses(stored, undefined, about);
  const render = (times: number) =>
    renderLosses([
      {
        ...step,
        losses: Array.from({ length: times }, () => losses).flat(),
        objection: 'data loss detected',
      },
    ]).split('\n');
  expect(render(0)).toEqual(['']);
  expect(render(1).slice(0, 2)).toEqual([
    'canary  field  before         after      written by',
    'p1      name   Canary         (missing)  v1-naive',
  ]);
  expect(render(2)).toHaveLength(1 + 5 + 1 + 2);
  expect(render(2)).toContain('and 1 more');
});

test('an answer that leaves something out, or says something else, differs from the first one', () => {
  const first = { status: 'held', assessment: { score: 10 }, total: '1.00' };
  expect(
    differences(first, { assessment: { score: 10 }, total: '1.00', status: 'held', more: 1 }, about),
  ).toEqual([]);
  expect(differences(first, { status: 'accepted', assessment: { score: 10 } }, about)).toEqual([
    { ...about, field: 'status', before: '"held"', after: '"accepted"' },
    { ...about, field: 'total', before: '"1.00"', after: undefined },
  ]);
  expect(differences(first, undefined, about)).toHaveLength(3);
});
