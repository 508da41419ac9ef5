import { type Prediction, predictEffects } from '../../../driver/deliveries/predict-effects.ts';
import { countEffects, type EffectsCount } from '../../../driver/invariants/effects.ts';
import { countGaps } from '../../../driver/invariants/journal-gaps.ts';
import {
  CHANNELS,
  type Channel,
  DELIVERY_SEMANTICS,
  type DeliverySemantics,
} from '../../../schemas/events/delivery-message.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Deliveries, DeliveriesRun } from './run-deliveries.ts';

const NAMES: Record<DeliverySemantics, string> = {
  'at-most-once': 'At most once: acknowledge, then work',
  'at-least-once': 'At least once: work, then acknowledge',
  'effectively-once': 'Effectively once: work and deduplication record in one transaction',
};
const CHANNEL_NAMES: Record<Channel, string> = { standard: 'standard queue', fifo: 'FIFO queue' };

export function deliveryFindings(run: DeliveriesRun): Finding[] {
  return [
    ...DELIVERY_SEMANTICS.flatMap((semantics) =>
      semanticsFindings(
        semantics,
        run.deliveries.filter((delivery) => delivery.semantics === semantics),
      ),
    ),
    ...faultFindings(run),
    ...labFindings(run),
  ];
}

function semanticsFindings(semantics: DeliverySemantics, channels: readonly Deliveries[]): Finding[] {
  const group = findingGroup(semantics, NAMES[semantics]);
  const unit = 'messages';
  const sent = channels.reduce((sum, { plan }) => sum + plan.length, 0);
  const counts = channels.map((deliveries) => ({ ...deliveries, ...countOf(deliveries) }));
  const total = (of: (count: EffectsCount) => number) => counts.reduce((sum, count) => sum + of(count), 0);
  const predicted = sumOf(channels.map(({ plan, faults }) => predictEffects(semantics, plan, faults)));
  const planned = channels.reduce((sum, { plan }) => sum + plan.filter(isFaulty).length, 0);
  const injected = channels.reduce((sum, deliveries) => sum + faultsOf(deliveries), 0);
  // The first message that brings a fault arrives in any case; it may take later ones with it.
  const certain = channels.reduce(
    (sum, { plan }) => sum + sentSpecially(plan) + (plan.some(({ message }) => message.fault) ? 1 : 0),
    0,
  );
  const doubled = total((count) => count.doubled.length);
  return [
    group.measured('messages', 'messages sent', { observed: sent, unit }),
    semantics === 'at-most-once'
      ? // A message that is lost no longer brings its own fault with it.
        group.within('faults', 'injected faults', {
          min: certain,
          max: planned,
          observed: injected,
          unit: 'faults',
        })
      : group.equals('faults', 'injected faults', { expected: planned, observed: injected, unit: 'faults' }),
    group.equals('lost', 'messages without an effect', {
      expected: predicted.lost,
      observed: total((count) => count.lost.length),
      unit,
      of: sent,
    }),
    predicted.doubled.min === predicted.doubled.max
      ? group.equals('doubled', 'messages with more than one effect', {
          expected: predicted.doubled.min,
          observed: doubled,
          unit,
          of: sent,
        })
      : group.within('doubled', 'messages with more than one effect', {
          ...predicted.doubled,
          observed: doubled,
          unit,
          of: sent,
        }),
    ...counts.map(({ channel, plan, reordered }) => {
      const label = `messages with an effect after that of a later message, ${CHANNEL_NAMES[channel]}`;
      const quantity = { observed: reordered.length, unit, of: plan.length };
      // Acknowledged messages do not block their group: not even a FIFO queue keeps the order then.
      return channel === 'fifo' && semantics !== 'at-most-once'
        ? group.equals(`reordered-${channel}`, label, { expected: 0, ...quantity })
        : group.measured(`reordered-${channel}`, label, quantity);
    }),
  ];
}

function faultFindings({ deliveries, throttled }: DeliveriesRun): Finding[] {
  const group = findingGroup('faults', 'Injected faults, all consumers');
  const injected = deliveries.reduce((sum, each) => sum + faultsOf(each), 0);
  const faults = deliveries.flatMap((each) => each.faults);
  const happened = (kind: string) =>
    faults.filter((fault) => fault.kind === kind && fault.messages.length > 0).length;
  const sentAs = (delivery: string) =>
    deliveries.reduce((sum, { plan }) => sum + plan.filter((each) => each.delivery === delivery).length, 0);
  return [
    group.measured('injected', 'faults', { observed: injected, unit: 'faults' }),
    group.measured('crashes', 'consumer processes ended by SIGKILL', {
      observed: happened('crash'),
      unit: 'processes',
    }),
    group.measured('visibility-timeouts', 'batches whose visibility timeout ended before their effect', {
      observed: happened('visibility-timeout'),
      unit: 'batches',
    }),
    group.measured('duplicates', 'messages sent twice', { observed: sentAs('twice'), unit: 'messages' }),
    group.measured('delays', 'messages sent with a delay', { observed: sentAs('delayed'), unit: 'messages' }),
    throttled > 0
      ? group.measured('throttled', 'messages received while the function was throttled', {
          observed: throttled,
          unit: 'messages',
        })
      : group.notExercised('throttled', 'messages received while the function was throttled', {
          unit: 'messages',
          reason: 'Lambda received no message in that time',
        }),
  ];
}

function labFindings({ deliveries, drained, deadLetters }: DeliveriesRun): Finding[] {
  const group = findingGroup('lab', 'Queues and log');
  const total = (of: (each: Deliveries) => number) => deliveries.reduce((sum, each) => sum + of(each), 0);
  const none = (name: string, label: string, observed: number, unit: string) =>
    group.equals(name, label, { expected: 0, observed, unit });
  return [
    group.equals('drained', 'queues empty at the end', { expected: 'yes', observed: drained ? 'yes' : 'no' }),
    none('misdirected', 'effects of messages that a filter policy excludes', total(misdirectedOf), 'effects'),
    none('dead-letters', 'dead letters', deadLetters, 'messages'),
    none('gaps', 'offsets missing from the log or used twice', total(gapsOf), 'offsets'),
  ];
}

export function notExercised(): Finding[] {
  const reason = 'the shop is deployed without fault injection (dataflow deploy --faults)';
  return [
    ...DELIVERY_SEMANTICS.flatMap((semantics) => {
      const group = findingGroup(semantics, NAMES[semantics]);
      return [
        group.notExercised('lost', 'messages without an effect', { unit: 'messages', reason }),
        group.notExercised('doubled', 'messages with more than one effect', { unit: 'messages', reason }),
        ...CHANNELS.map((channel) =>
          group.notExercised(
            `reordered-${channel}`,
            `messages with an effect after that of a later message, ${CHANNEL_NAMES[channel]}`,
            { unit: 'messages', reason },
          ),
        ),
      ];
    }),
    findingGroup('faults', 'Injected faults, all consumers').notExercised('injected', 'faults', {
      unit: 'faults',
      reason,
    }),
  ];
}

function countOf({ plan, groups }: Deliveries): EffectsCount {
  return countEffects(
    plan.map(({ message }) => message.id),
    groups,
  );
}

function misdirectedOf(deliveries: Deliveries): number {
  return countOf(deliveries).unexpected.length;
}

function gapsOf({ groups }: Deliveries): number {
  const entries = groups.flatMap(({ effects }, partition) =>
    effects.map(({ offset }) => ({ partition, offset })),
  );
  return countGaps(entries, new Map(groups.map(({ next }, partition) => [partition, next])));
}

function isFaulty({ message, delivery }: Deliveries['plan'][number]): boolean {
  return message.fault !== undefined || delivery !== 'once';
}

/** Each message that crashes its consumer, outlasts its visibility timeout, or is sent twice or late. */
function faultsOf({ plan, faults }: Deliveries): number {
  return faults.length + sentSpecially(plan);
}

/** Messages sent twice or late. */
function sentSpecially(plan: Deliveries['plan']): number {
  return plan.filter(({ delivery }) => delivery !== 'once').length;
}

function sumOf(predictions: readonly Prediction[]): Prediction {
  const sum = (of: (prediction: Prediction) => number) =>
    predictions.reduce((total, prediction) => total + of(prediction), 0);
  return {
    lost: sum(({ lost }) => lost),
    doubled: { min: sum(({ doubled }) => doubled.min), max: sum(({ doubled }) => doubled.max) },
  };
}
