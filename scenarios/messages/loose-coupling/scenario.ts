import { retrying } from '../../../driver/clients/retrying.ts';
import { whilePaused } from '../../../driver/faults/paused-consumer.ts';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { generateOrders } from '../../../driver/orders/generator.ts';
import type { Order } from '../../../driver/orders/order.ts';
import { readConsumers } from '../../../driver/orders/read-consumers.ts';
import { queueDepth } from '../../../driver/queue-depth.ts';
import { ALIAS } from '../../../driver/system.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { type Evidence, findingsOf } from './findings.ts';
import { type Sent, sendSteadily } from './send-steadily.ts';

/** Orders sent before the outage, for comparison, and during it. At the rate of send-steadily.ts, 300 take 20 s. */
const ORDERS = { quick: { before: 12, during: 12 }, full: { before: 100, during: 300 } };
/** Sent at once, so that no latency is that of a cold start. */
const WARM_UP = 6;
const SEED = 1;
const QUEUED_WITHIN_MS = 60_000;

/** The consumers that are paused; the third, journal, goes on. */
const PAUSED = ['analytics', 'email'] as const;

/**
 * Two of three consumers read nothing from their queues while customers place orders, and then go on. Producer and
 * consumer share nothing but the queue, so what customers see must not change.
 */
export const looseCoupling: Scenario = {
  id: 'loose-coupling',
  mode: 'messages',
  question: 'Two consumers are down for a while: what do customers notice, and what is lost?',

  async run(context) {
    const { warmUp, before, during } = ordersOf(context);
    context.progress('orders before the outage');
    await placeAtOnce(context, warmUp);
    const sentBefore = await sendSteadily(context, before);
    await awaitConsumers(context, acceptedIds(sentBefore));

    const references = PAUSED.map((name) => `${context.system.consumers[name].functionName}:${ALIAS}`);
    const empty = await waitingMessages(context);
    const outage = await whilePaused(context, references, async () => {
      context.progress('orders while analytics and email are down');
      const pausedAt = performance.now();
      const sent = await sendSteadily(context, during);
      const accepted = acceptedIds(sent);
      const queued = await untilQueued(context, PAUSED.length * accepted.length, empty);
      await untilInJournal(context, accepted);
      const read = await readConsumers(context);
      return { sent, accepted, queued, read, pausedAt, endedAt: performance.now() };
    });
    context.progress('catching up');
    const caughtUp = await awaitConsumers(context, outage.accepted);
    const catchUpMs = performance.now() - outage.endedAt;

    const accepted = new Set([...acceptedIds(sentBefore), ...outage.accepted]);
    const evidence: Evidence = {
      before: sentBefore,
      during: outage.sent,
      orders: [...warmUp, ...[...before, ...during].filter(({ orderId }) => accepted.has(orderId))],
      queued: outage.queued,
      readDuring: outage.read,
      outageMs: outage.endedAt - outage.pausedAt,
      caughtUp,
      catchUpMs,
      readAfter: await readConsumers(context),
      pausedConsumers: PAUSED.length,
    };
    return findingsOf(evidence);
  },

  takeaway: (findings) =>
    `With analytics and email down, ${findings.number('outage.orders-accepted')} of ` +
    `${findings.get('outage.orders-accepted').of} orders were accepted (p50 ${findings.number('outage.p50')} ms, ` +
    `before the outage ${findings.number('before.p50')} ms); ${findings.number('outage.queued')} events waited in the ` +
    `queues, ${findings.text('catch-up.complete') === 'yes' ? `were processed within ${findings.number('catch-up.seconds')} s afterwards` : 'were not all processed afterwards'}, ` +
    `and ${findings.number('outage.lost')} were lost.`,
};

function ordersOf({ run, size }: ScenarioContext): Record<'warmUp' | 'before' | 'during', Order[]> {
  const { before, during } = ORDERS[size];
  const generated = generateOrders({ count: WARM_UP + before + during, seed: SEED });
  const orders = generated.map((order, index) => ({ ...order, orderId: `${run}-loose-${index}` }));
  return {
    warmUp: orders.splice(0, WARM_UP),
    before: orders.splice(0, before),
    during: orders,
  };
}

/** @throws when the shop places no orders, outage or not */
async function placeAtOnce({ shop, signal }: ScenarioContext, orders: readonly Order[]): Promise<void> {
  const answers = await Promise.all(
    orders.map((order) => retrying(() => shop.send('orders', 'POST', '/orders', order, signal), signal)),
  );
  const refused = answers.find(({ answer }) => answer?.status !== 201 && answer?.status !== 200);
  if (refused !== undefined) throw new Error(`The shop places no orders: status ${refused.answer?.status}`);
}

function acceptedIds({ answers }: Sent): string[] {
  return answers.filter(({ isAccepted }) => isAccepted).map(({ orderId }) => orderId);
}

/** In the queues of the paused consumers, received or not. */
async function waitingMessages(context: ScenarioContext): Promise<number> {
  const depths = await Promise.all(
    PAUSED.map((name) => queueDepth(context, context.system.consumers[name].queueUrl)),
  );
  return depths.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
}

/** Resolves with how many messages were added to the queues, once it is as many as expected. */
async function untilQueued(context: ScenarioContext, expected: number, empty: number): Promise<number> {
  let queued = 0;
  const isQueued = async () => {
    queued = (await waitingMessages(context)) - empty;
    return queued >= expected;
  };
  await waitUntil(isQueued, QUEUED_WITHIN_MS, context.signal);
  return queued;
}

/** The consumer that is not paused has all the orders, or time is up and a finding says so. */
async function untilInJournal(context: ScenarioContext, orderIds: readonly string[]): Promise<void> {
  const isThere = async () => {
    const { journal } = await readConsumers(context);
    const inJournal = new Set(journal.map(({ orderId }) => orderId));
    return orderIds.every((orderId) => inJournal.has(orderId));
  };
  await waitUntil(isThere, QUEUED_WITHIN_MS, context.signal);
}
