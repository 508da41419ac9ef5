import { type Account, checkMoney } from '../../../driver/invariants/exact-money.ts';
import { checkExactlyOnce } from '../../../driver/invariants/exactly-once.ts';
import { countJournalGaps } from '../../../driver/invariants/journal-gaps.ts';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { countDeadLetters } from '../../../driver/orders/dead-letters.ts';
import { CURRENCY, money } from '../../../driver/orders/money.ts';
import { type Order, sumOf } from '../../../driver/orders/order.ts';
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
  releases: ['v1'],

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
      ...accounts(orders, sending, read),
      delivery.equals('journal-gaps', 'gaps and repeats in the journal’s offsets', {
        expected: 0,
        observed: countJournalGaps(read),
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
    const { arrived, duplicates } = checkExactlyOnce(orderIds, rows);
    const group = findingGroup(consumer, `Consumer ${consumer}`);
    return [
      group.equals('orders', 'orders that arrived', {
        expected: orderIds.length,
        observed: arrived.length,
        unit: 'orders',
      }),
      group.equals('duplicates', 'orders that arrived more than once', {
        expected: 0,
        observed: duplicates.length,
        unit: 'orders',
      }),
    ];
  });
}

/** The same total in every place that keeps it. */
function accounts(orders: readonly Order[], sending: Sending, read: ConsumersRead): Finding[] {
  const { analyticsRows, analyticsTotals, journal, wrongTotals } = checkMoney(orders, read);
  const group = findingGroup('money', 'Money');
  const account = (name: string, where: string, { expected, observed }: Account) =>
    group.equals(name, `total in ${where}`, {
      expected: money(expected),
      observed: money(observed),
      unit: CURRENCY,
    });
  return [
    account('answers', 'the answers to the orders', { expected: sumOf(orders), observed: sending.money }),
    account('analytics-rows', 'the rows of analytics', analyticsRows),
    account('analytics-totals', 'the daily totals of analytics', analyticsTotals),
    account('journal', 'the events of the journal', journal),
    group.equals('line-sums', 'events whose total is not the sum of their lines', {
      expected: 0,
      observed: wrongTotals.length,
      unit: 'events',
    }),
  ];
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
