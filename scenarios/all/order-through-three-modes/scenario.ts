import type { Big } from 'big.js';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { countDeadLetters } from '../../../driver/orders/dead-letters.ts';
import { countGaps } from '../../../driver/orders/journal-gaps.ts';
import { CURRENCY, money, sum } from '../../../driver/orders/money.ts';
import { sumOf } from '../../../driver/orders/order.ts';
import { readOrderEvent } from '../../../driver/orders/order-event.ts';
import { type ConsumersRead, readConsumers } from '../../../driver/orders/read-consumers.ts';
import { type Sending, sendOrders } from '../../../driver/orders/send-orders.ts';
import { equals, type Finding, measured } from '../../kit/finding.ts';
import type { OrdersInput, Scenario } from '../../kit/scenario.ts';

/**
 * Every order goes the whole way: services (payments, fraud), the database (order and outbox in one transaction), and
 * messages (stream, topic, queues) to three consumers that each keep their own account of it.
 */
export const orderThroughThreeModes: Scenario = {
  id: 'order-through-three-modes',
  mode: 'all',
  question: 'Does every order reach every consumer exactly once, and is its money exact to the penny?',

  async run(context) {
    const { input, progress } = context;
    const { orders } = input;
    const started = performance.now();
    const sending = await sendOrders(context, orders);
    await awaitConsumers(context, sending.accepted);
    const seconds = (performance.now() - started) / 1000;

    progress('counting what arrived');
    const read = await readConsumers(context);
    return [
      ...sent(sending, input),
      ...arrived(
        orders.map(({ orderId }) => orderId),
        read,
      ),
      ...accounts(sumOf(orders), new Set(orders.map(({ orderId }) => orderId)), sending, read),
      equals({ name: 'gaps and repeats in the journal’s offsets', unit: 'offsets' }, 0, gaps(read)),
      equals({ name: 'dead letters', unit: 'messages' }, 0, await countDeadLetters(context)),
      ...pace(sending, seconds),
    ];
  },
};

function sent(sending: Sending, { orders, brokenRows, leftOut }: OrdersInput): Finding[] {
  const unread =
    brokenRows === 0
      ? []
      : [
          measured({ name: 'rows of the input that could not be read', unit: 'rows' }, brokenRows),
          measured({ name: 'orders not sent because of them', unit: 'orders' }, leftOut),
        ];
  return [
    ...unread,
    equals({ name: 'orders accepted', unit: 'orders' }, orders.length, sending.accepted.length),
    ...[...sending.refused].map(([reason, count]) =>
      equals({ name: `orders refused: ${reason}`, unit: 'orders' }, 0, count),
    ),
    equals(
      { name: 'orders sent a second time and answered as the first time', unit: 'orders' },
      sending.sentTwice,
      sending.answeredAlike,
    ),
  ];
}

/** Missing and repeated orders, consumer by consumer. */
function arrived(orderIds: readonly string[], { analytics, emails, journal }: ConsumersRead): Finding[] {
  const consumers = { analytics, email: emails, journal };
  return Object.entries(consumers).flatMap(([consumer, rows]) => {
    const times = new Map(orderIds.map((orderId) => [orderId, 0]));
    for (const { orderId } of rows) {
      const count = times.get(orderId);
      if (count !== undefined) times.set(orderId, count + 1);
    }
    const counts = [...times.values()];
    return [
      equals(
        { name: `orders in ${consumer}`, unit: 'orders' },
        orderIds.length,
        counts.filter((count) => count > 0).length,
      ),
      equals(
        { name: `orders more than once in ${consumer}`, unit: 'orders' },
        0,
        counts.filter((count) => count > 1).length,
      ),
    ];
  });
}

/** The same money, on each account that was kept of it. */
function accounts(
  expected: Big,
  orderIds: ReadonlySet<string>,
  sending: Sending,
  read: ConsumersRead,
): Finding[] {
  const ours = <Row extends { orderId: string }>(rows: Row[]) =>
    rows.filter(({ orderId }) => orderIds.has(orderId));
  const events = ours(read.journal).map(({ event }) => readOrderEvent(event));
  const account = (where: string, target: Big, observed: Big) =>
    equals({ name: `money in ${where}`, unit: CURRENCY }, money(target), money(observed));
  return [
    account('the answers to the orders', expected, sending.money),
    account('the rows of analytics', expected, sum(ours(read.analytics).map(({ total }) => total))),
    // The daily totals count every order that ever came, so they are set beside every row.
    account(
      'the daily totals of analytics',
      sum(read.analytics.map(({ total }) => total)),
      sum(read.totals.map(({ amount }) => amount)),
    ),
    account('the events of the journal', expected, sum(events.map(({ total }) => total))),
    equals(
      { name: 'events whose total is not the sum of their lines', unit: 'events' },
      0,
      events.filter(({ total, linesTotal }) => !total.eq(linesTotal)).length,
    ),
  ];
}

function gaps({ journal, heads }: ConsumersRead): number {
  return countGaps(journal, new Map(heads.map(({ pk, next }) => [Number(pk.split('#')[1]), next])));
}

function pace({ accepted, fresh, retries }: Sending, seconds: number): Finding[] {
  const figures = [
    measured({ name: 'retries of passing failures', unit: 'requests' }, retries),
    measured({ name: 'until the last consumer was done', unit: 'seconds' }, round(seconds)),
  ];
  // Orders that an earlier run has sent are answered from memory and would flatter the pace.
  if (fresh < accepted.length)
    return [...figures, measured({ name: 'orders new to the shop', unit: 'orders' }, fresh)];
  return [...figures, measured({ name: 'pace of the whole path', unit: 'orders/s' }, round(fresh / seconds))];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
