import { expect, test } from 'vitest';
import { type Account, checkMoney, type MoneyCheck } from '../../../../driver/invariants/exact-money.ts';
import { money } from '../../../../driver/orders/money.ts';
import { type Order, totalOf } from '../../../../driver/orders/order.ts';
import type { ConsumersRead } from '../../../../driver/orders/read-consumers.ts';
import { smallOrder } from '../../../../driver/orders/small-order.ts';
import { newOrder, toRecord } from '../../../../lambdas/orders/v1/order.ts';
import { moneyText } from '../../../../lambdas/shared/money.ts';
import { eventOf } from '../orders/event-of.ts';

type Kept = Pick<ConsumersRead, 'analytics' | 'totals' | 'journal'>;

const orders = ['a', 'b', 'c'].map((orderId) => smallOrder(orderId));
const total = (order: Order) => money(totalOf(order));

/** What the consumers keep of some orders. */
function kept(of: readonly Order[]): Kept {
  return {
    analytics: of.map((order) => ({ type: 'order', orderId: order.orderId, total: total(order) })),
    totals: of.map((order) => ({ type: 'total', amount: total(order), orders: 1 })),
    journal: of.map((order, offset) => ({
      type: 'event',
      orderId: order.orderId,
      partition: 0,
      offset,
      event: eventOf(order),
    })),
  };
}

/** The places whose total is not the expected one. */
function wrong(check: MoneyCheck): string[] {
  const { wrongTotals: _, ...accounts } = check;
  return Object.entries<Account>(accounts)
    .filter(([, { expected, observed }]) => !expected.eq(observed))
    .map(([place]) => place);
}

test('the same total is in every place that keeps it', () => {
  const check = checkMoney(orders, kept(orders));
  expect(check.journal.expected.gt(0)).toBe(true);
  expect([wrong(check), check.wrongTotals]).toEqual([[], []]);
});

test('orders of an earlier run count in the daily totals only', () => {
  const check = checkMoney(orders, kept([...orders, smallOrder('earlier')]));
  expect(wrong(check)).toEqual([]);
  expect(check.analyticsTotals.expected.gt(check.analyticsRows.expected)).toBe(true);
});

test.each([
  [
    'a row of analytics is missing',
    (all: Kept) => ({ ...all, analytics: all.analytics.slice(1) }),
    ['analyticsRows', 'analyticsTotals'],
  ],
  [
    'a daily total lacks an order',
    (all: Kept) => ({ ...all, totals: all.totals.slice(1) }),
    ['analyticsTotals'],
  ],
  [
    'an event is in the journal twice',
    (all: Kept) => ({ ...all, journal: [...all.journal, ...all.journal.slice(0, 1)] }),
    ['journal'],
  ],
])('%s', (_case, change, places) => {
  expect(wrong(checkMoney(orders, change(kept(orders))))).toEqual(places);
});

test('an event whose total is not the sum of its lines is found', () => {
  const all = kept(orders);
  const [first = smallOrder('a')] = orders;
  const data = toRecord({ ...newOrder.parse(first), total: moneyText.parse('0.01') });
  const event = eventOf(first, { data });
  const journal = all.journal.map((row) => (row.orderId === first.orderId ? { ...row, event } : row));
  const check = checkMoney(orders, { ...all, journal });
  expect(check.wrongTotals).toEqual([first.orderId]);
  expect(wrong(check)).toEqual(['journal']);
});
