import { setTimeout as sleep } from 'node:timers/promises';
import { awaitDrained, LAB_QUEUES, messagesIn } from '../../../driver/deliveries/await-drained.ts';
import { type PlannedDelivery, planDeliveries } from '../../../driver/deliveries/plan-deliveries.ts';
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

/** Of each channel. Two channels make one run of a consumer. */
const PLAN = {
  quick: {
    messages: 150,
    addressed: 5,
    groups: 15,
    faults: { crashesBefore: 1, crashesAfter: 1, visibilityTimeouts: 1, duplicates: 3, delays: 2 },
  },
  full: {
    messages: 5000,
    addressed: 20,
    groups: 100,
    faults: { crashesBefore: 30, crashesAfter: 30, visibilityTimeouts: 30, duplicates: 130, delays: 60 },
  },
} satisfies Record<Size, unknown>;

const LIMIT_MS = { quick: 60_000, full: 240_000 };

/** What one consumer did with the messages of one channel. */
export interface Deliveries extends EffectsRead {
  channel: Channel;
  semantics: DeliverySemantics;
  /** The messages that are addressed to the consumer. */
  plan: readonly PlannedDelivery[];
  deadLetters: number;
}

export interface DeliveriesRun {
  deliveries: Deliveries[];
  /** Messages that Lambda received from the queues, and for which it had no execution environment. */
  throttled: number;
  drained: boolean;
  undelivered: number;
}

/** Sends the messages of the plan to both topics, and reads what the consumers left behind. */
export async function runDeliveries(context: ScenarioContext): Promise<DeliveriesRun> {
  const { system, progress, size } = context;
  const plans = planBoth(context);
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
      const { deadLetterUrl } = system.deliveries.queues[channel][semantics];
      const { waiting } = await messagesIn(context, deadLetterUrl);
      return { channel, semantics, plan, deadLetters: waiting, ...read };
    }),
  );
  const undelivered = await Promise.all(
    CHANNELS.map((channel) => messagesIn(context, system.deliveries.topics[channel].undeliveredUrl)),
  );
  return {
    deliveries,
    throttled,
    drained,
    undelivered: undelivered.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

function planBoth({ run, size }: ScenarioContext): ReadonlyMap<Channel, PlannedDelivery[]> {
  const random = seededRandom(SEED);
  const { faults, ...rest } = PLAN[size];
  return new Map(
    CHANNELS.map((channel) => {
      // A single message of a FIFO queue cannot be delayed.
      const own = channel === 'fifo' ? { ...faults, delays: 0 } : faults;
      return [channel, planDeliveries({ run, channel, random, ...rest, faults: own })];
    }),
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
