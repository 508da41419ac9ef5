import { expect, test } from 'vitest';
import { findingGroup } from '../../../../scenarios/kit/finding.ts';
import { indexFindings, UnknownFindingError } from '../../../../scenarios/kit/finding-index.ts';

const group = findingGroup('orders', 'Orders');
const equals = (expected: string | number, observed: string | number) =>
  group.equals('x', 'x', { expected, observed });
const within = (min: number | undefined, max: number | undefined, observed: number) =>
  group.within('x', 'x', {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    observed,
  });

test.each([
  [equals(2, 2), 'as-expected'],
  [equals(2, 3), 'differs'],
  [equals('1.10', '1.10'), 'as-expected'],
  [equals('1.10', '1.1'), 'differs'],
  [within(30, undefined, 30), 'as-expected'],
  [within(30, undefined, 29.9), 'differs'],
  [within(undefined, 30, 30), 'as-expected'],
  [within(undefined, 30, 30.1), 'differs'],
  [within(25, 75, 25), 'as-expected'],
  [within(25, 75, 75), 'as-expected'],
  [within(25, 75, 24), 'differs'],
  [within(25, 75, 76), 'differs'],
  [within(30, undefined, Number.NaN), 'differs'],
  [group.measured('x', 'x', { observed: 17 }), 'measured'],
  [group.notExercised('x', 'x', { reason: 'no orders' }), 'not-exercised'],
])('%j: %s', (finding, outcome) => {
  expect(finding.outcome).toBe(outcome);
});

test('a finding is data: id, group, label, bounds, value, unit, total', () => {
  expect(
    group.within('accepted', 'orders accepted', { min: 1, max: 3, observed: 2, unit: 'orders', of: 4 }),
  ).toEqual({
    id: 'orders.accepted',
    group: 'Orders',
    label: 'orders accepted',
    expected: { min: 1, max: 3 },
    observed: 2,
    unit: 'orders',
    of: 4,
    outcome: 'as-expected',
  });
});

test('findings are found by id, and an unknown or unexercised one is an error', () => {
  const index = indexFindings([
    group.measured('accepted', 'accepted', { observed: 2 }),
    group.measured('total', 'total', { observed: '1.10' }),
    group.notExercised('lost', 'lost', { reason: 'none sent' }),
  ]);
  expect(index.number('orders.accepted')).toBe(2);
  expect(index.text('orders.total')).toBe('1.10');
  expect(() => index.number('orders.total')).toThrow(UnknownFindingError);
  expect(() => index.number('orders.lost')).toThrow(UnknownFindingError);
  expect(() => index.get('orders.constructor')).toThrow(UnknownFindingError);
  expect(index.ofGroup('orders')).toHaveLength(3);
  expect(index.ofGroup('order')).toHaveLength(0);
});
