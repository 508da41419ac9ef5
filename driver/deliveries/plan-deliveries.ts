import {
  type Channel,
  DELIVERY_SEMANTICS,
  type DeliveryFault,
  type DeliveryMessage,
} from '../../schemas/events/delivery-message.ts';
import type { Random } from '../random.ts';

/** How many messages of one type of topic have which fault. */
export interface FaultCounts {
  crashesBefore: number;
  crashesAfter: number;
  visibilityTimeouts: number;
  /** Sent twice, each time with a deduplication id of its own. */
  duplicates: number;
  /** Sent to the queues with a delay: standard queues only, because FIFO queues have no delay for single messages. */
  delays: number;
}

export interface PlanOptions {
  run: string;
  channel: Channel;
  /** Addressed to all consumers. */
  messages: number;
  /** Addressed to one consumer, for each of them. */
  addressed: number;
  groups: number;
  faults: FaultCounts;
  random: Random;
}

export interface PlannedDelivery {
  message: DeliveryMessage;
  /** How it is sent. */
  delivery: 'once' | 'twice' | 'delayed';
}

/** Between the end of the visibility timeout and the effect. */
const WORK_MS = 250;

/** The messages in the order in which they are sent. Groups take turns; the same seed gives the same plan. */
export function planDeliveries(options: PlanOptions): PlannedDelivery[] {
  const { run, channel, messages, addressed, groups, faults, random } = options;
  const kinds = shuffled(
    [
      ...times<Special>(faults.crashesBefore, { fault: { kind: 'crash', at: 'before-effect' } }),
      ...times<Special>(faults.crashesAfter, { fault: { kind: 'crash', at: 'after-effect' } }),
      ...times<Special>(faults.visibilityTimeouts, {
        fault: { kind: 'visibility-timeout', workMs: WORK_MS },
      }),
      ...times<Special>(faults.duplicates, { delivery: 'twice' }),
      ...times<Special>(faults.delays, { delivery: 'delayed' }),
    ],
    random,
  );
  if (kinds.length > messages) throw new RangeError('More faults than messages');
  const special = specialAt(kinds, messages, random);
  const toAll = Array.from({ length: messages }, (_, index): PlannedDelivery => {
    const { fault, delivery = 'once' } = special.get(index) ?? {};
    const message = {
      id: `${channel}-${index}`,
      run,
      group: `g-${index % groups}`,
      sequence: Math.floor(index / groups),
      consumers: DELIVERY_SEMANTICS,
      ...(fault && { fault }),
    };
    return { message, delivery };
  });
  const toOne = DELIVERY_SEMANTICS.flatMap((semantics) =>
    Array.from({ length: addressed }, (_, index): PlannedDelivery => {
      const group = `only-${semantics}`;
      const id = `${channel}-${group}-${index}`;
      return { message: { id, run, group, sequence: index, consumers: [semantics] }, delivery: 'once' };
    }),
  );
  return [...toAll, ...toOne];
}

interface Special {
  fault?: DeliveryFault;
  delivery?: 'twice' | 'delayed';
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

/** Spreads the faults over the messages: one at a random place in each part of equal length. */
function specialAt(
  kinds: readonly Special[],
  messages: number,
  random: Random,
): ReadonlyMap<number, Special> {
  const part = messages / kinds.length;
  return new Map(kinds.map((kind, index) => [Math.floor((index + random()) * part), kind]));
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
