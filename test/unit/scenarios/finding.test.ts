import { expect, test } from 'vitest';
import { atLeast, atMost, between, equals, measured } from '../../../scenarios/kit/finding.ts';

const name = { name: 'orders', unit: 'orders' };

test.each([
  [equals(name, 2, 2), true],
  [equals(name, 2, 3), false],
  [equals(name, '1.10', '1.10'), true],
  [equals(name, '1.10', '1.1'), false],
  [atLeast(name, 30, 30), true],
  [atLeast(name, 30, 29.9), false],
  [atMost(name, 30, 30), true],
  [atMost(name, 30, 30.1), false],
  [between(name, 25, 75, 25), true],
  [between(name, 25, 75, 75), true],
  [between(name, 25, 75, 24), false],
  [between(name, 25, 75, 76), false],
  [measured(name, 17), true],
  [atLeast(name, 30, Number.NaN), false],
])('%j is ok: %s', (finding, ok) => {
  expect(finding.ok).toBe(ok);
});

test('what was expected can be read without knowing the rule', () => {
  expect([
    atLeast(name, 30, 1),
    atMost(name, 2, 1),
    between(name, 25, 75, 50),
    measured(name, 1),
  ]).toMatchObject([
    { expected: 'at least 30' },
    { expected: 'at most 2' },
    { expected: '25 to 75' },
    { expected: 'measured' },
  ]);
});
