import type { ApiCall } from '../../../driver/graph/api-calls.ts';
import { CURRENCY, money, sum } from '../../../driver/orders/money.ts';
import type { Charge } from '../../../driver/payments/read-charges.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import type { Paid } from './impatient-client.ts';

/** One run of all orders, as the clients, the table and API Gateway saw it. */
export interface Payments {
  paid: readonly Paid[];
  charges: readonly Charge[];
  /** Undefined where the access log was not complete in time. */
  logged: readonly ApiCall[] | undefined;
}

export function noKeyFindings(payments: Payments): Finding[] {
  const group = findingGroup('no-key', 'Retries without an idempotency key');
  const { paid, charges } = payments;
  const chargesOf = Map.groupBy(charges, ({ orderId }) => orderId);
  const received = paid.filter(({ status }) => status === 201).length;
  // Orders that are charged although no client got an answer; there are none unless a client gives up.
  const unreceived = paid.filter(
    ({ status, order }) => status !== 201 && chargesOf.has(order.orderId),
  ).length;
  const excess = paid.flatMap(({ order }) =>
    (chargesOf.get(order.orderId) ?? []).slice(1).map(() => order.amount),
  );
  return [
    ...retries(group, payments),
    group.within('double-charged', 'orders charged more than once', {
      min: 1,
      observed: ordersWith(payments, (count) => count > 1),
      unit: 'orders',
      of: paid.length,
    }),
    // One for each attempt on which the service acted and whose client did not wait for the answer.
    fromLog(group, payments, 'excess-charges', 'charges beyond the first of an order', (sent) => ({
      expected: sent - received - unreceived,
      observed: excess.length,
      unit: 'charges',
    })),
    group.equals('charged', 'money charged: each order, and its excess charges', {
      expected: money(sum([...paid.map(({ order }) => order.amount), ...excess])),
      observed: money(sum(charges.map(({ amount }) => amount))),
      unit: CURRENCY,
    }),
    group.measured('overcharged', 'money charged beyond the orders', {
      observed: money(sum(excess)),
      unit: CURRENCY,
    }),
  ];
}

export function keyFindings(payments: Payments): Finding[] {
  const group = findingGroup('key', 'Retries with an idempotency key');
  const { paid, charges } = payments;
  return [
    ...retries(group, payments),
    group.equals('double-charged', 'orders charged more than once', {
      expected: 0,
      observed: ordersWith(payments, (count) => count > 1),
      unit: 'orders',
      of: paid.length,
    }),
    fromLog(group, payments, 'created', 'answers that say that a payment was made', (sent) => ({
      expected: paid.length,
      observed: sent,
      unit: 'answers',
    })),
    group.measured('replayed', 'orders whose client was answered with the payment of an earlier attempt', {
      observed: paid.filter(({ status }) => status === 200).length,
      unit: 'orders',
      of: paid.length,
    }),
    group.equals('charged', 'money charged: each order once', {
      expected: money(sum(paid.map(({ order }) => order.amount))),
      observed: money(sum(charges.map(({ amount }) => amount))),
      unit: CURRENCY,
    }),
  ];
}

/** What both variants have in common. */
function retries(group: FindingGroup, payments: Payments): Finding[] {
  const { paid } = payments;
  const attempts = paid.reduce((total, one) => total + one.attempts, 0);
  const orders = { unit: 'orders', of: paid.length };
  return [
    group.within('timed-out', 'attempts that timed out', {
      min: 1,
      observed: paid.reduce((total, { timedOut }) => total + timedOut, 0),
      unit: 'attempts',
      of: attempts,
    }),
    group.measured('uncertain', 'orders with a time-out, whose client cannot know whether it was charged', {
      observed: paid.filter(({ timedOut }) => timedOut > 0).length,
      ...orders,
    }),
    group.equals('answered', 'orders whose client got an answer in the end', {
      expected: paid.length,
      observed: paid.filter(({ status }) => status === 201 || status === 200).length,
      ...orders,
    }),
    group.equals('lost', 'orders without a charge', {
      expected: 0,
      observed: ordersWith(payments, (count) => count === 0),
      ...orders,
    }),
  ];
}

function ordersWith({ paid, charges }: Payments, matches: (count: number) => boolean): number {
  const counts = new Map(paid.map(({ order }) => [order.orderId, 0]));
  for (const { orderId } of charges) counts.set(orderId, (counts.get(orderId) ?? 0) + 1);
  return [...counts.values()].filter(matches).length;
}

function fromLog(
  group: FindingGroup,
  { logged }: Payments,
  name: string,
  label: string,
  compare: (created: number) => { expected: number; observed: number; unit: string },
): Finding {
  if (logged === undefined) {
    return group.notExercised(name, label, { reason: 'The access log did not have all requests in time.' });
  }
  return group.equals(name, label, compare(logged.filter(({ status }) => status === 201).length));
}
