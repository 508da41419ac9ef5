import { expect, test } from 'vitest';
import { checkExactlyOnce } from '../../../../driver/invariants/exactly-once.ts';

const rows = (...orderIds: string[]) => orderIds.map((orderId) => ({ orderId }));

test.each([
  ['each order once', ['a', 'b'], rows('b', 'a'), { arrived: ['a', 'b'], missing: [], duplicates: [] }],
  ['an order that is missing', ['a', 'b'], rows('b'), { arrived: ['b'], missing: ['a'], duplicates: [] }],
  [
    'an order twice',
    ['a', 'b'],
    rows('a', 'b', 'a'),
    { arrived: ['a', 'b'], missing: [], duplicates: ['a'] },
  ],
  ['orders of another run', ['a'], rows('x', 'a', 'x'), { arrived: ['a'], missing: [], duplicates: [] }],
  [
    'the name of a member of objects',
    ['constructor'],
    [],
    { arrived: [], missing: ['constructor'], duplicates: [] },
  ],
  ['no orders', [], rows('x'), { arrived: [], missing: [], duplicates: [] }],
])('%s', (_case, orderIds, arrived, deliveries) => {
  expect(checkExactlyOnce(orderIds, arrived)).toEqual(deliveries);
});
