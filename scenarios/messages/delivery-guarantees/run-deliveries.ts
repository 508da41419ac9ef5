import { setTimeout as sleep } from 'node:timers/promises';
import { awaitDrained, LAB_QUEUES, messagesIn } from '../../../driver/deliveries/await-drained.ts';
import {
  type FaultCounts,
  type PlannedDelivery,
  type PlanOptions,
  planDeliveries,
} from '../../../driver/deliveries/plan-deliveries.ts';
import { type EffectsRead, readEffects } from '../../../driver/deliveries/read-effects.ts';
import { sendDeliveries } from '../../../driver/deliveries/send-deliveries.ts';
import { withReservedConcurrency } from '../../../driver/faults/reserved-concurrency.ts';
import { seededRandom } from '../../../driver/random.ts';
import {
  CHANNELS,
  type Channel,
  type DeliverySemantics,
  effectsLogName,
} from '../../../schemas/events/delivery-message.ts';
import type { ScenarioContext, Size } from '../../kit/scenario.ts';

const SEED = 9;

const NONE: FaultCounts = {
  crashesBefore: 0,
  crashesAfter: 0,
  visibilityTimeouts: 0,
  duplicates: 0,
  delays: 0,
};

interface ChannelPlan extends Pick<PlanOptions, 'messages' | 'addressed' | 'groups'> {
  /** A single message of a FIFO queue cannot be delayed. */
  faults: Record<Channel, FaultCounts>;
}

/** For each channel. The three consumers get the messages of both, with the same faults. */
const PLAN: Record<Size, ChannelPlan> = {
  quick: {
    messages: 150,
    addressed: 5,
    groups: 30,
    // A process that ends costs the start of another one: few of them keep a demo short.
    faults: {
      standard: { ...NONE, crashesBefore: 1, visibilityTimeouts: 1, duplicates: 4, delays: 3 },
      fifo: { ...NONE, crashesAfter: 1, duplicates: 4 },
    },
  },
  full: {
    messages: 5000,
    addressed: 20,
    groups: 100,
    faults: {
      standard: { crashesBefore: 20, crashesAfter: 20, visibilityTimeouts: 15, duplicates: 170, delays: 60 },
      fifo: { ...NONE, crashesBefore: 20, crashesAfter: 20, visibilityTimeouts: 15, duplicates: 170 },
    },
  },
};

const LIMIT_MS = { quick: 60_000, full: 240_000 };

/** What one consumer did with the messages of one channel. */
export interface Deliveries extends EffectsRead {
  channel: Channel;
  semantics: DeliverySemantics;
  /** The messages that are addressed to the consumer. */
  plan: readonly PlannedDelivery[];
}

export interface DeliveriesRun {
  deliveries: Deliveries[];
  /** Messages that Lambda received from the queues, and for which it had no execution environment. */
  throttled: number;
  drained: boolean;
  /** Messages of this run that consumers or topics gave up. */
  deadLetters: number;
}

/** Sends the messages of the plan to both topics, and reads what the consumers left behind. */
export async function runDeliveries(context: ScenarioContext): Promise<DeliveriesRun> {
  const { progress, size } = context;
  const plans = planBoth(context);
  const abandonedBefore = await countAbandoned(context);
  progress('sending messages');
  const throttled = await sendThrottled(context, plans);
  progress('waiting for the consumers');
  const drained = await awaitDrained(context, LIMIT_MS[size]);
  progress('reading the log of effects');
  const deliveries = await Promise.all(
    LAB_QUEUES.map(async ({ channel, semantics }): Promise<Deliveries> => {
      const plan = (plans.get(channel) ?? []).filter(({ message }) => message.consumers.includes(semantics));
      const groups = new Set((plans.get(channel) ?? []).map(({ message }) => message.group));
      const read = await readEffects(context, effectsLogName(context.run, semantics, channel), [...groups]);
      return { channel, semantics, plan, ...read };
    }),
  );
  const deadLetters = (await countAbandoned(context)) - abandonedBefore;
  return { deliveries, throttled, drained, deadLetters };
}

/** In the dead-letter queues of consumers and topics, which also keep what earlier runs left there. */
async function countAbandoned(context: ScenarioContext): Promise<number> {
  const { queues, topics } = context.system.deliveries;
  const urls = [
    ...LAB_QUEUES.map(({ channel, semantics }) => queues[channel][semantics].deadLetterUrl),
    ...CHANNELS.map((channel) => topics[channel].undeliveredUrl),
  ];
  const counts = await Promise.all(urls.map((url) => messagesIn(context, url)));
  return counts.reduce((sum, { waiting }) => sum + waiting, 0);
}

function planBoth({ run, size }: ScenarioContext): ReadonlyMap<Channel, PlannedDelivery[]> {
  const random = seededRandom(SEED);
  const { faults, ...rest } = PLAN[size];
  return new Map(
    CHANNELS.map((channel) => [
      channel,
      planDeliveries({ run, channel, random, ...rest, faults: faults[channel] }),
    ]),
  );
}

/**
 * The function takes no invocation until Lambda has received messages: those are throttled, and Lambda tries again.
 *
 * @returns how many were received then
 */
async function sendThrottled(
  context: ScenarioContext,
  plans: ReadonlyMap<Channel, readonly PlannedDelivery[]>,
): Promise<number> {
  const { functionName } = context.system.deliveries;
  const sending = { done: Promise.resolve<unknown>(undefined) };
  const throttled = await withReservedConcurrency(context, functionName, 0, async () => {
    sending.done = Promise.all([...plans].map(([channel, plan]) => sendDeliveries(context, channel, plan)));
    // `sendThrottled` throws the error when it waits for the end.
    sending.done.catch(() => {});
    const inFlight = async () => {
      const counts = await Promise.all(
        LAB_QUEUES.map(({ channel, semantics }) =>
          messagesIn(context, context.system.deliveries.queues[channel][semantics].queueUrl),
        ),
      );
      return counts.reduce((sum, count) => sum + count.inFlight, 0);
    };
    return receivedWithin(inFlight, context.signal);
  });
  await sending.done;
  return throttled;
}

const THROTTLED_MS = 500;
const PAUSE_MS = 20;

/** Waits for the first receives. Longer would use up the visibility timeout of the messages. */
async function receivedWithin(inFlight: () => Promise<number>, signal: AbortSignal): Promise<number> {
  const end = performance.now() + THROTTLED_MS;
  let received = await inFlight();
  while (received === 0 && performance.now() < end) {
    await sleep(PAUSE_MS, undefined, { signal });
    received = await inFlight();
  }
  return received;
}
