import { checkMoney } from '../../../driver/invariants/exact-money.ts';
import { checkExactlyOnce } from '../../../driver/invariants/exactly-once.ts';
import { CURRENCY, money } from '../../../driver/orders/money.ts';
import type { Order } from '../../../driver/orders/order.ts';
import type { ConsumersRead } from '../../../driver/orders/read-consumers.ts';
import { percentile } from '../../../driver/percentile.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import type { Sent } from './send-steadily.ts';

/** What happened before, during and after the outage. Times are in milliseconds. */
export interface Evidence {
  before: Sent;
  during: Sent;
  /** All that were accepted. */
  orders: readonly Order[];
  /** Messages that the outage added to the queues of the paused consumers. */
  queued: number;
  /** What the consumers had at the end of the outage, and after it. */
  readDuring: ConsumersRead;
  readAfter: ConsumersRead;
  outageMs: number;
  caughtUp: boolean;
  /** From the end of the outage until every consumer had every order. */
  catchUpMs: number;
  pausedConsumers: number;
}

export function findingsOf(evidence: Evidence): Finding[] {
  const { before, during, queued, readDuring, outageMs } = evidence;
  const outage = findingGroup('outage', 'Outage of analytics and email');
  const duringIds = during.answers.filter(({ isAccepted }) => isAccepted).map(({ orderId }) => orderId);
  const arrivedDuring = (rows: readonly { orderId: string }[]) => checkExactlyOnce(duringIds, rows).arrived;
  return [
    ...customers(findingGroup('before', 'Before the outage'), before),
    ...customers(outage, during),
    outage.measured('seconds', 'duration of the outage', { observed: rounded(outageMs / 1000), unit: 's' }),
    outage.within('queued', 'events waiting in the queues of the paused consumers', {
      // More where others place orders as well.
      min: evidence.pausedConsumers * duringIds.length,
      observed: queued,
      unit: 'events',
    }),
    outage.equals('in-journal', 'orders in the journal, which was not paused', {
      expected: duringIds.length,
      observed: arrivedDuring(readDuring.journal).length,
      unit: 'orders',
      of: duringIds.length,
    }),
    outage.equals('in-analytics', 'orders visible in analytics', {
      expected: 0,
      observed: arrivedDuring(readDuring.analytics).length,
      unit: 'orders',
      of: duringIds.length,
    }),
    ...deliveries(outage, evidence),
    ...catchUp(evidence, duringIds.length),
    ...accounts(evidence),
  ];
}

/** With fewer samples a 95th percentile is the maximum by another name. */
const MIN_SAMPLES_OF_P95 = 20;

/** What customers see: whether their orders are accepted, and how long that takes. */
function customers(group: FindingGroup, { answers, ms }: Sent): Finding[] {
  const times = answers.map((answer) => answer.ms).sort((a, b) => a - b);
  const at = (share: number) => rounded(percentile(times, share) ?? Number.NaN);
  const p95 = 'latency of POST /orders, p95';
  return [
    group.equals('orders-accepted', 'orders accepted', {
      expected: answers.length,
      observed: answers.filter(({ isAccepted }) => isAccepted).length,
      unit: 'orders',
      of: answers.length,
    }),
    group.measured('p50', 'latency of POST /orders, p50', { observed: at(0.5), unit: 'ms' }),
    times.length < MIN_SAMPLES_OF_P95
      ? group.notExercised('p95', p95, {
          unit: 'ms',
          reason: `${times.length} samples; a p95 needs ${MIN_SAMPLES_OF_P95} (--full)`,
        })
      : group.measured('p95', p95, { observed: at(0.95), unit: 'ms' }),
    group.measured('orders-per-second', 'orders answered per second', {
      observed: rounded((answers.length * 1000) / ms),
      unit: 'orders/s',
    }),
  ];
}

/** Over all consumers, and the orders before and during the outage. */
function deliveries(group: FindingGroup, { orders, readAfter }: Evidence): Finding[] {
  const orderIds = orders.map(({ orderId }) => orderId);
  const { analytics, emails, journal } = readAfter;
  const consumers = [analytics, emails, journal].map((rows) => checkExactlyOnce(orderIds, rows));
  const of = consumers.length * orderIds.length;
  return [
    group.equals('lost', 'events lost, over all consumers', {
      expected: 0,
      observed: consumers.reduce((sum, { missing }) => sum + missing.length, 0),
      unit: 'events',
      of,
    }),
    group.equals('doubled', 'events with two effects, over all consumers', {
      expected: 0,
      observed: consumers.reduce((sum, { duplicates }) => sum + duplicates.length, 0),
      unit: 'events',
      of,
    }),
  ];
}

function catchUp({ pausedConsumers, caughtUp, catchUpMs }: Evidence, orders: number): Finding[] {
  const group = findingGroup('catch-up', 'After the outage');
  const rate = 'events processed per second, both consumers together';
  return [
    group.equals('complete', 'all orders in all consumers', {
      expected: 'yes',
      observed: caughtUp ? 'yes' : 'no',
    }),
    group.measured('seconds', 'time until both consumers caught up', {
      observed: rounded(catchUpMs / 1000),
      unit: 's',
    }),
    caughtUp
      ? group.measured('events-per-second', rate, {
          observed: rounded((pausedConsumers * orders * 1000) / catchUpMs),
          unit: 'events/s',
        })
      : group.notExercised('events-per-second', rate, {
          unit: 'events/s',
          reason: 'the consumers did not catch up',
        }),
  ];
}

function accounts({ orders, readAfter }: Evidence): Finding[] {
  const { analyticsRows, analyticsTotals, journal } = checkMoney(orders, readAfter);
  const group = findingGroup('money', 'Money');
  const places = {
    'analytics-rows': ['the rows of analytics', analyticsRows],
    'analytics-totals': ['the daily totals of analytics', analyticsTotals],
    journal: ['the events of the journal', journal],
  } as const;
  return Object.entries(places).map(([name, [where, { expected, observed }]]) =>
    group.equals(name, `total in ${where}`, {
      expected: money(expected),
      observed: money(observed),
      unit: CURRENCY,
    }),
  );
}
