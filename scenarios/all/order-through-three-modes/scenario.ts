import type { Big } from 'big.js';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { countDeadLetters } from '../../../driver/orders/dead-letters.ts';
import { countGaps } from '../../../driver/orders/journal-gaps.ts';
import { CURRENCY, money, sum } from '../../../driver/orders/money.ts';
import { sumOf } from '../../../driver/orders/order.ts';
import { readOrderEvent } from '../../../driver/orders/order-event.ts';
import { type ConsumersRead, readConsumers } from '../../../driver/orders/read-consumers.ts';
import { type Sending, sendOrders } from '../../../driver/orders/send-orders.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { OrdersInput, Scenario } from '../../kit/scenario.ts';

/**
 * Every order passes through services (payments, fraud), the database (order and outbox in one transaction), and
 * messages (stream, topic, queues) to three consumers, each with its own projection.
 */
export const orderThroughThreeModes: Scenario = {
  id: 'order-through-three-modes',
  mode: 'all',
  question: 'Does every order reach every consumer exactly once, with its total exact to the penny?',

  async run(context) {
    const { input, progress } = context;
    const { orders } = input;
    const started = performance.now();
    const sending = await sendOrders(context, orders);
    await awaitConsumers(context, sending.accepted);
    const seconds = (performance.now() - started) / 1000;

    progress('counting what arrived');
    const read = await readConsumers(context);
    const orderIds = orders.map(({ orderId }) => orderId);
    const delivery = findingGroup('delivery', 'Messages');
    return [
      ...submission(sending, input),
      ...arrivals(orderIds, read),
      ...accounts(sumOf(orders), new Set(orderIds), sending, read),
      delivery.equals('journal-gaps', 'gaps and repeats in the journal’s offsets', {
        expected: 0,
        observed: gaps(read),
        unit: 'offsets',
      }),
      delivery.equals('dead-letters', 'dead letters', {
        expected: 0,
        observed: await countDeadLetters(context),
        unit: 'messages',
      }),
      ...throughput(sending, seconds),
    ];
  },

  takeaway(findings) {
    const { observed, of } = findings.get('submission.accepted');
    const complete = ['analytics', 'email', 'journal'].filter(
      (consumer) =>
        findings.number(`${consumer}.orders`) === of && findings.number(`${consumer}.duplicates`) === 0,
    );
    return (
      `${observed} of ${of} orders were accepted; ${complete.length} of 3 consumers have each of them exactly once, and ` +
      `${findings.text('money.journal')} ${CURRENCY} of ${findings.get('money.journal').expected} arrived in the journal.`
    );
  },
};

function submission(sending: Sending, { orders, brokenRows, leftOut }: OrdersInput): Finding[] {
  const group = findingGroup('submission', 'Submission');
  const unread =
    brokenRows === 0
      ? []
      : [
          group.measured('unreadable-rows', 'unreadable rows of the input', {
            observed: brokenRows,
            unit: 'rows',
          }),
          group.measured('orders-left-out', 'orders not sent because of unreadable rows', {
            observed: leftOut,
            unit: 'orders',
          }),
        ];
  return [
    ...unread,
    group.equals('accepted', 'orders accepted', {
      expected: orders.length,
      observed: sending.accepted.length,
      unit: 'orders',
      of: orders.length,
    }),
    ...[...sending.refused].map(([reason, count]) =>
      group.equals(`rejected-${reason.replaceAll(/[^a-z0-9]+/g, '-')}`, `orders rejected: ${reason}`, {
        expected: 0,
        observed: count,
        unit: 'orders',
      }),
    ),
    group.equals('duplicates-answered', 'duplicate submissions answered with the original result', {
      expected: sending.sentTwice,
      observed: sending.answeredAlike,
      unit: 'orders',
    }),
  ];
}

/** Missing and duplicate orders of each consumer. */
function arrivals(orderIds: readonly string[], { analytics, emails, journal }: ConsumersRead): Finding[] {
  const consumers = { analytics, email: emails, journal };
  return Object.entries(consumers).flatMap(([consumer, rows]) => {
    const times = new Map(orderIds.map((orderId) => [orderId, 0]));
    for (const { orderId } of rows) {
      const count = times.get(orderId);
      if (count !== undefined) times.set(orderId, count + 1);
    }
    const counts = [...times.values()];
    const group = findingGroup(consumer, `Consumer ${consumer}`);
    return [
      group.equals('orders', 'orders that arrived', {
        expected: orderIds.length,
        observed: counts.filter((count) => count > 0).length,
        unit: 'orders',
      }),
      group.equals('duplicates', 'orders that arrived more than once', {
        expected: 0,
        observed: counts.filter((count) => count > 1).length,
        unit: 'orders',
      }),
    ];
  });
}

/** The same total in every place that keeps it. */
function accounts(
  expected: Big,
  orderIds: ReadonlySet<string>,
  sending: Sending,
  read: ConsumersRead,
): Finding[] {
  const ours = <Row extends { orderId: string }>(rows: Row[]) =>
    rows.filter(({ orderId }) => orderIds.has(orderId));
  const events = ours(read.journal).map(({ event }) => readOrderEvent(event));
  const group = findingGroup('money', 'Money');
  const account = (name: string, where: string, target: Big, observed: Big) =>
    group.equals(name, `total in ${where}`, {
      expected: money(target),
      observed: money(observed),
      unit: CURRENCY,
    });
  return [
    account('answers', 'the answers to the orders', expected, sending.money),
    account(
      'analytics-rows',
      'the rows of analytics',
      expected,
      sum(ours(read.analytics).map(({ total }) => total)),
    ),
    // The daily totals include the orders of earlier runs, so they are compared with all rows.
    account(
      'analytics-totals',
      'the daily totals of analytics',
      sum(read.analytics.map(({ total }) => total)),
      sum(read.totals.map(({ amount }) => amount)),
    ),
    account('journal', 'the events of the journal', expected, sum(events.map(({ total }) => total))),
    group.equals('line-sums', 'events whose total is not the sum of their lines', {
      expected: 0,
      observed: events.filter(({ total, linesTotal }) => !total.eq(linesTotal)).length,
      unit: 'events',
    }),
  ];
}

function gaps({ journal, heads }: ConsumersRead): number {
  return countGaps(journal, new Map(heads.map(({ pk, next }) => [Number(pk.split('#')[1]), next])));
}

function throughput({ accepted, fresh, retries }: Sending, seconds: number): Finding[] {
  const group = findingGroup('throughput', 'Throughput');
  const label = 'end-to-end throughput';
  return [
    group.measured('retries', 'retried requests', { observed: retries, unit: 'requests' }),
    group.measured('catch-up', 'time until all consumers caught up', { observed: round(seconds), unit: 's' }),
    group.measured('new-orders', 'orders new to the shop', { observed: fresh, unit: 'orders' }),
    // Orders of an earlier run are answered from the stored result and would inflate the throughput.
    fresh < accepted.length
      ? group.notExercised('orders-per-second', label, {
          unit: 'orders/s',
          reason: 'an earlier run sent some of these orders',
        })
      : group.measured('orders-per-second', label, { observed: round(fresh / seconds), unit: 'orders/s' }),
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
