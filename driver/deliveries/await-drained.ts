import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import {
  CHANNELS,
  type Channel,
  DELIVERY_SEMANTICS,
  type DeliverySemantics,
  effectsLogName,
} from '../../schemas/events/delivery-message.ts';
import type { DriverContext } from '../context.ts';
import { waitUntil } from '../wait-until.ts';
import { readInjectedFaults } from './read-effects.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal' | 'run'>;

export interface LabQueueRef {
  channel: Channel;
  semantics: DeliverySemantics;
}

export const LAB_QUEUES: readonly LabQueueRef[] = CHANNELS.flatMap((channel) =>
  DELIVERY_SEMANTICS.map((semantics) => ({ channel, semantics })),
);

/** Messages of a queue: those that wait, also for the end of a delay, and those in flight. On AWS approximate. */
export async function messagesIn(
  { aws, signal }: Pick<Context, 'aws' | 'signal'>,
  QueueUrl: string,
): Promise<{ waiting: number; inFlight: number }> {
  const command = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
    ],
  });
  const { Attributes: counts } = await aws.sqs.send(command, { abortSignal: signal });
  const visible = Number(counts?.ApproximateNumberOfMessages ?? 0);
  const delayed = Number(counts?.ApproximateNumberOfMessagesDelayed ?? 0);
  return {
    waiting: visible + delayed,
    inFlight: Number(counts?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

/**
 * Waits until the queues of the lab are empty, and no batch whose visibility timeout has ended is still at work.
 *
 * @returns false when they are not within `limitMs`
 */
export function awaitDrained(context: Context, limitMs: number): Promise<boolean> {
  const { system, run, signal } = context;
  const drained = async ({ channel, semantics }: LabQueueRef) => {
    const { queueUrl } = system.deliveries.queues[channel][semantics];
    const { waiting, inFlight } = await messagesIn(context, queueUrl);
    if (waiting + inFlight > 0) return false;
    const faults = await readInjectedFaults(context, effectsLogName(run, semantics, channel));
    return faults.every(({ ended }) => ended);
  };
  const allDrained = async () => {
    for (const queue of LAB_QUEUES) if (!(await drained(queue))) return false;
    return true;
  };
  return waitUntil(allDrained, limitMs, signal);
}
