import type { Projection } from '../../../driver/analytics/projection.ts';
import { readProjection, restrict } from '../../../driver/analytics/projection.ts';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import type { Order } from '../../../driver/orders/order.ts';
import { ordersOfRelease } from '../../../driver/orders/orders-of-release.ts';
import { sendOrders } from '../../../driver/orders/send-orders.ts';
import { queueDepth } from '../../../driver/queue-depth.ts';
import { builtProjection, resetGroup } from '../../../driver/replay/rebuild.ts';
import { type ReplayClient, type ReplayStatus, replayClient } from '../../../driver/replay/replay-client.ts';
import { runReplay } from '../../../driver/replay/run-replay.ts';
import { uninterrupted } from '../../../driver/uninterrupted.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { findingsOf, type Rebuilt, type Repair } from './findings.ts';
import { readHistory } from './history.ts';
import { endOf, journalEnd } from './journal-end.ts';
import { testOrder } from './orders.ts';
import { pauseInTheMiddle } from './pause.ts';
import { onRelease, whileConsumersReadVersion2 } from './releases.ts';
import { whileTraffic } from './traffic.ts';

/** Orders that each release of the producer places before the replay. */
const ORDERS = { quick: 6, full: 60 };
const GROUP = 'analytics-rebuild';

/**
 * A consumer group with the code of analytics builds the projection again, from the first event of the journal on, while
 * customers place orders. Then a release with a mistake builds it, and the repair is a replay.
 */
export const replay: Scenario = {
  id: 'replay',
  mode: 'messages',
  question:
    'Can a new consumer build its data from old events, and a replay repair what a faulty consumer built?',

  async run(context) {
    return whileConsumersReadVersion2(context, GROUP, async () => {
      const client = replayClient(context);
      const placed = await placeHistory(context);
      try {
        const rebuilt = await rebuild(context, client);
        const repair = await repairByReplay(context, client, placed);
        return findingsOf({ rebuilt, repair, orders: placed.input.length > 0 ? placed.input : placed.own });
      } finally {
        const cleanUp = uninterrupted(context);
        await resetGroup(cleanUp, replayClient(cleanUp), GROUP);
      }
    });
  },

  takeaway(findings) {
    const equal = findings.get('rebuild.hash-equal').outcome === 'as-expected';
    return (
      `${findings.number('history.events')} events in ${findings.number('history.schemas')} schema versions gave a new ` +
      `consumer ${equal ? 'the same' : 'another'} projection as the live one, while ${findings.number('traffic.orders')} ` +
      `orders were placed; a replay repaired ${findings.number('repair.orders-wrong-before')} wrong orders, and ` +
      `${findings.number('repair.orders-wrong-after')} are left.`
    );
  },
};

interface Placed {
  /** Orders of the input, if there are any. */
  input: readonly Order[];
  /** Orders of this run, by release v1 of the producer. */
  own: readonly Order[];
  /** The journal before and after those orders. */
  before: ReadonlyMap<number, number>;
  after: ReadonlyMap<number, number>;
}

/** Old events: those of the input, and new ones of both releases of the producer. */
async function placeHistory(context: ScenarioContext): Promise<Placed> {
  const { aws, input, progress, run, size, system } = context;
  progress('orders before the replay');
  const live = await readProjection(aws, system.tables.analytics);
  const missing = input.orders.filter(({ orderId }) => !live.orders.has(orderId));
  const { accepted } = await sendOrders(context, missing);
  await awaitConsumers(context, accepted);

  const before = await journalEnd(context);
  const place = async (release: 'v1' | 'v2') => {
    const placeOrder = await ordersOfRelease(context, release);
    const orders = Array.from({ length: ORDERS[size] }, (_, index) => testOrder(run, release, index));
    await Promise.all(orders.map(placeOrder));
    await awaitConsumers(
      context,
      orders.map(({ orderId }) => orderId),
    );
    return orders;
  };
  const own = await place('v1');
  const after = await journalEnd(context);
  await place('v2');
  return { input: input.orders, own, before, after };
}

async function rebuild(context: ScenarioContext, client: ReplayClient): Promise<Rebuilt> {
  const { aws, progress, system } = context;
  await resetGroup(context, client, GROUP);
  const { deadLetterUrl } = system.groups[GROUP];
  const deadBefore = (await queueDepth(context, deadLetterUrl)).waiting;
  const started = performance.now();
  const { traffic, paused, first } = await whileTraffic(context, async () => {
    progress('replay from the beginning');
    const begun = await client.start(GROUP);
    const paused = await pauseInTheMiddle(client, begun);
    return { paused, first: await runReplay(client, GROUP) };
  }).then(({ result, traffic }) => ({ ...result, traffic }));
  await awaitConsumers(context, traffic.orderIds);

  progress('catching up with the orders placed during the replay');
  const caughtUp = await follow(client);
  const history = await readHistory(context, endOf(caughtUp));
  const built = await builtProjection(context, GROUP, history.orderIds);
  const seconds = (performance.now() - started) / 1000;
  const live = await readProjection(aws, system.tables.analytics);
  const deadLetters = (await queueDepth(context, deadLetterUrl)).waiting - deadBefore;
  return { history, traffic, paused, first, caughtUp, built, live, deadLetters, seconds };
}

/** From the group's checkpoints to the end of the journal. */
async function follow(client: ReplayClient): Promise<ReplayStatus> {
  await client.start(GROUP, { from: { at: 'checkpoint' } });
  return runReplay(client, GROUP);
}

/** Over the orders of this run that release v1 of the producer placed: the faulty consumer knows no other schema. */
async function repairByReplay(
  context: ScenarioContext,
  client: ReplayClient,
  { own, before, after }: Placed,
): Promise<Repair> {
  const ids = new Set(own.map(({ orderId }) => orderId));
  const offsets = (ends: ReadonlyMap<number, number>) => ({
    offsets: Object.fromEntries([...ends].map(([partition, offset]) => [String(partition), offset])),
  });
  const build = async (): Promise<Projection> => {
    await resetGroup(context, client, GROUP);
    await client.start(GROUP, { from: offsets(before), to: offsets(after) });
    await runReplay(client, GROUP);
    return restrict(await builtProjection(context, GROUP, ids), (orderId) => ids.has(orderId));
  };
  context.progress('replay to a faulty consumer, and repair');
  const { functionName } = context.system.groups[GROUP];
  const wrong = await onRelease(context, functionName, 'v1-naive', build);
  const repaired = await build();
  const live = await readProjection(context.aws, context.system.tables.analytics);
  return { wrong, repaired, live: restrict(live, (orderId) => ids.has(orderId)) };
}
