import { expect, it } from 'vitest';
import {
  differingOrders,
  hashOf,
  type Projection,
  without,
} from '../../../../driver/analytics/projection.ts';
import { totalKey } from '../../../../schemas/items/analytics-items.ts';

const order = (orderId: string, total: string) => ({
  ...{ type: 'order' as const, orderId, kind: 'order', total, country: 'EIRE' },
  ...{ placedAt: '2010-12-09T10:00:00.000Z', eventId: `${orderId}.order` },
});
const keyOf = (orderId: string) => {
  const { pk, sk } = totalKey({ orderId, country: 'EIRE', placedAt: new Date('2010-12-09T10:00:00Z') });
  return `${pk} | ${sk}`;
};
const projection = (rows: ReturnType<typeof order>[], amount = '3.30'): Projection => ({
  orders: new Map(rows.map((row) => [row.orderId, row])),
  totals: new Map(rows.map(({ orderId }) => [keyOf(orderId), { amount, orders: '1' }])),
});

it('the hash is the same in any order of items and form of numbers', () => {
  const one = projection([order('a', '1.10'), order('b', '2.2')], '3.30');
  const other = projection([order('b', '2.20'), order('a', '1.1')], '3.3');
  expect(hashOf(other)).toBe(hashOf(one));
});

it.each([
  ['a total of an order', projection([order('a', '1.1000000000000001'), order('b', '2.2')])],
  ['a sum', projection([order('a', '1.10'), order('b', '2.2')], '3.31')],
  ['a missing order', projection([order('a', '1.10')])],
])('the hash differs with %s', (_, other) => {
  expect(hashOf(other)).not.toBe(hashOf(projection([order('a', '1.10'), order('b', '2.2')])));
});

it('names the orders that differ or are missing', () => {
  const one = projection([order('a', '1.10'), order('b', '2.2'), order('c', '3')]);
  expect(
    differingOrders(one, projection([order('a', '1.1'), order('b', '2.21'), order('d', '4')])).sort(),
  ).toEqual(['b', 'c', 'd']);
});

it('leaves out orders together with the sums that they count towards', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => order(id, '1'));
  const left = without(projection(rows), [order('a', '1')]);
  expect(left.orders.has('a')).toBe(false);
  expect(left.orders.size).toBe(5);
  expect(left.totals.has(keyOf('a'))).toBe(false);
  expect(left.totals.size).toBe(projection(rows).totals.size - 1);
});
