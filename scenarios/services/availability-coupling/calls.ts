import { setTimeout as sleep } from 'node:timers/promises';
import { concurrently } from '../../../driver/concurrently.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import type { ServiceName } from '../../../driver/system.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** What a client of orders saw of one order, and whether each part answered by itself at the same time. */
export interface Call {
  orderId: string;
  isPlaced: boolean;
  /** Placed without an assessment by fraud, as the answer says. */
  isDegraded: boolean;
  parts: Record<Part, boolean>;
}

/** The chain that an order goes through. */
export const PARTS = ['orders', 'payments', 'fraud'] as const satisfies ServiceName[];
type Part = (typeof PARTS)[number];

/** What clients say that they wait. */
const PATIENCE = { 'x-timeout-ms': '10000' };
const MAX_WAIT_MS = 60_000;
const READERS = 4;
const CHARGE = { amount: '5.10', currency: 'GBP', customerId: '12346', country: 'United Kingdom' };

/** Places one order after the other, and asks each part after each. */
export async function placeOrders(context: ScenarioContext, orderIds: readonly string[]): Promise<Call[]> {
  const calls: Call[] = [];
  for (const orderId of orderIds) {
    const order = await send(context, 'orders', 'POST', '/orders', smallOrder(orderId));
    calls.push({
      orderId,
      isPlaced: order.status === 201,
      isDegraded: order.body?.['degraded'] === true,
      parts: await askParts(context, orderId),
    });
  }
  return calls;
}

/** Each part with a request that needs no other service. One that knows no such order or payment is available, too. */
async function askParts(context: ScenarioContext, orderId: string): Promise<Record<Part, boolean>> {
  const assessment = { assessmentId: `${orderId}-alone`, ...CHARGE };
  const answers = await Promise.all([
    send(context, 'orders', 'GET', `/orders/${orderId}`),
    send(context, 'payments', 'GET', `/v1/payments/${orderId}`),
    send(context, 'fraud', 'POST', '/assessments', assessment),
  ]);
  const [orders, payments, fraud] = answers.map(({ status }) => status > 0 && status < 500);
  return { orders: orders === true, payments: payments === true, fraud: fraud === true };
}

/** Asks for payments that are taken later, one after the other. Returns the ids of those that were accepted. */
export async function requestPayments(
  context: ScenarioContext,
  paymentIds: readonly string[],
): Promise<string[]> {
  const accepted: string[] = [];
  for (const paymentId of paymentIds) {
    const payment = { orderId: paymentId, kind: 'charge', ...CHARGE };
    const headers = { 'idempotency-key': paymentId, prefer: 'respond-async' };
    const { status } = await send(context, 'payments', 'POST', '/v1/payments', payment, headers);
    if (status === 202) accepted.push(paymentId);
  }
  return accepted;
}

/** Waits until payments are taken, for a minute at most. Returns how many fraud has assessed. */
export async function assessedPayments(
  context: ScenarioContext,
  paymentIds: readonly string[],
): Promise<number> {
  const started = performance.now();
  for (;;) {
    const decisions = await concurrently(paymentIds, READERS, (paymentId) => decision(context, paymentId));
    const isOver = performance.now() - started > MAX_WAIT_MS;
    if (isOver || decisions.every((each) => each !== 'none')) {
      return decisions.filter((each) => each === 'assessed').length;
    }
    await sleep(100, undefined, { signal: context.signal });
  }
}

/** What has been decided of a payment by now. */
export async function decision(
  context: ScenarioContext,
  paymentId: string,
): Promise<'none' | 'assessed' | 'degraded'> {
  const { status, body } = await send(context, 'payments', 'GET', `/v1/payments/${paymentId}`);
  const assessment = body?.['assessment'] as { degraded?: unknown } | undefined;
  if (status !== 200 || assessment === undefined) return 'none';
  return assessment.degraded === false ? 'assessed' : 'degraded';
}

/** Until an order is placed in full: circuit breakers stay open for some seconds after an outage. */
export async function untilWhole(context: ScenarioContext, name: string): Promise<void> {
  const { run, signal } = context;
  const started = performance.now();
  for (let attempt = 0; performance.now() - started < MAX_WAIT_MS; attempt += 1) {
    const order = smallOrder(`${run}-${name}-${attempt}`);
    const { status, body } = await send(context, 'orders', 'POST', '/orders', order);
    if (status === 201 && body?.['degraded'] !== true) return;
    await sleep(100, undefined, { signal });
  }
  throw new Error('The shop places no order in full, although no fault is active');
}

async function send(
  { shop, signal }: ScenarioContext,
  service: ServiceName,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body?: Record<string, unknown> }> {
  const answer = await shop
    .send(service, method, path, body, signal, { ...PATIENCE, ...headers })
    .catch(() => undefined);
  signal.throwIfAborted();
  const isObject = typeof answer?.body === 'object' && answer.body !== null;
  return {
    status: answer?.status ?? 0,
    ...(isObject && { body: answer.body as Record<string, unknown> }),
  };
}
