import { expect, test } from 'vitest';
import { renderLosses } from '../../../../bin/rollout/render-steps.ts';
import { findLosses } from '../../../../driver/invariants/losses.ts';

const about = { profile: 'p1', updatedBy: 'v1-naive' };
const stored = { name: 'Canary', age: '2', email: 'a@example.com' };

test('a loss names the profile, the field, and its value before and after', () => {
  expect(findLosses(stored, { name: 'Canary', age: '1', other: 'kept' }, about)).toEqual([
    { ...about, field: 'age', before: '2', after: '1' },
    { ...about, field: 'email', before: 'a@example.com', after: undefined },
  ]);
  expect(findLosses(stored, undefined, about)).toHaveLength(3);
  expect(findLosses(stored, { ...stored, other: 'kept' }, about)).toEqual([]);
});

test('losses are shown as a table, of which more than five are counted', () => {
  const step = { percent: 50, updates: 1, updatesByNew: 1, requests: 3, errors: 0, judged: true };
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
    'profile  field  before         after      updated by',
    'p1       name   Canary         (missing)  v1-naive',
  ]);
  expect(render(2)).toHaveLength(1 + 5 + 1 + 2);
  expect(render(2)).toContain('and 1 more');
});
