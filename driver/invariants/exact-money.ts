import type { Big } from 'big.js';
import { sum } from '../orders/money.ts';
import { type Order, sumOf } from '../orders/order.ts';
import { readOrderEvent } from '../orders/order-event.ts';
import type { ConsumersRead } from '../orders/read-consumers.ts';

/** A total as one place keeps it, beside what it must be. */
export interface Account {
  expected: Big;
  observed: Big;
}

export interface MoneyCheck {
  /** The rows of analytics, one for each order. */
  analyticsRows: Account;
  /** The daily totals of analytics. They include the orders of earlier runs, so they are compared with all rows. */
  analyticsTotals: Account;
  /** The events of the journal. */
  journal: Account;
  /** Orders whose event has a total that is not the sum of its lines. */
  wrongTotals: string[];
}

/**
 * Every place that keeps the total of the orders keeps the same one.
 *
 * @throws when an event of the orders cannot be read
 */
export function checkMoney(
  orders: readonly Order[],
  { analytics, totals, journal }: Pick<ConsumersRead, 'analytics' | 'totals' | 'journal'>,
): MoneyCheck {
  const orderIds = new Set(orders.map(({ orderId }) => orderId));
  const ours = <Row extends { orderId: string }>(rows: readonly Row[]) =>
    rows.filter(({ orderId }) => orderIds.has(orderId));
  const events = ours(journal).map(({ event }) => readOrderEvent(event));
  const expected = sumOf(orders);
  return {
    analyticsRows: { expected, observed: sum(ours(analytics).map(({ total }) => total)) },
    analyticsTotals: {
      expected: sum(analytics.map(({ total }) => total)),
      observed: sum(totals.map(({ amount }) => amount)),
    },
    journal: { expected, observed: sum(events.map(({ total }) => total)) },
    wrongTotals: events
      .filter(({ total, linesTotal }) => !total.eq(linesTotal))
      .map(({ orderId }) => orderId),
  };
}
