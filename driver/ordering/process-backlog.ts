import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DriverContext } from '../context.ts';
import { mappingsOf, setMapping } from '../faults/paused-consumer.ts';
import { withReservedConcurrency } from '../faults/reserved-concurrency.ts';
import { ALIAS } from '../system.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { waitUntil } from '../wait-until.ts';
import type { Effect, LabMessage, QueueKind } from './lab-message.ts';
import { countEffects, readEffects } from './read-effects.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

export interface Backlog {
  /** A name that no other backlog has. */
  log: string;
  queue: QueueKind;
  /** In the order in which they are sent. */
  messages: readonly LabMessage[];
  /** The most consumers at a time. */
  consumers: number;
}

/** What SendMessageBatch takes. */
const BATCH = 10;
/** The least that an event source mapping of a queue takes. */
const MIN_MAPPING_CONCURRENCY = 2;
const PROCESSED_WITHIN_MS = 300_000;

/**
 * Fills a queue of the ordering lab, has its consumers process it, and resolves with the effects, in their order. After five
 * minutes without an end, with those that there are.
 */
export async function processBacklog(context: Context, backlog: Backlog): Promise<Effect[]> {
  const { log, messages, consumers } = backlog;
  const { functionName } = context.system.ordering;
  await send(context, backlog);
  const process = () =>
    whileEnabled(context, backlog, async () => {
      const isDone = async () => (await countEffects(context, log)) >= messages.length;
      await waitUntil(isDone, PROCESSED_WITHIN_MS, context.signal);
    });
  if (consumers >= MIN_MAPPING_CONCURRENCY) await process();
  // Lambda throttles a second batch, and tries it again until there is a free environment.
  else await withReservedConcurrency(context, functionName, consumers, process);
  return readEffects(context, log);
}

/** One batch after the other: the order of sending is that of `messages`. */
async function send({ aws, system, signal }: Context, { log, queue, messages }: Backlog): Promise<void> {
  const { queueUrl } = system.ordering[queue];
  for (let start = 0; start < messages.length; start += BATCH) {
    const Entries = messages.slice(start, start + BATCH).map((message, index) => {
      const position = start + index;
      return {
        Id: String(index),
        MessageBody: JSON.stringify({ log, position, ...message }),
        ...(queue === 'fifo' && {
          MessageGroupId: `${log}.${message.group}`,
          MessageDeduplicationId: `${log}.${position}`,
        }),
      };
    });
    const { Failed = [] } = await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }), {
      abortSignal: signal,
    });
    if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} messages: ${Failed[0]?.Code}`);
  }
}

async function whileEnabled(
  context: Context,
  { queue, consumers }: Backlog,
  work: () => Promise<void>,
): Promise<void> {
  const mappings = await mappingsOf(context, `${context.system.ordering.functionName}:${ALIAS}`);
  const mapping = mappings.find(
    ({ EventSourceArn = '' }) => EventSourceArn.endsWith('.fifo') === (queue === 'fifo'),
  );
  if (mapping === undefined)
    throw new Error(`The ordering lab has no event source mapping of its ${queue} queue`);
  const { MaximumConcurrency = MIN_MAPPING_CONCURRENCY } = mapping.ScalingConfig ?? {};
  const ScalingConfig = { MaximumConcurrency: Math.max(consumers, MIN_MAPPING_CONCURRENCY) };
  try {
    await setMapping(context, mapping, { Enabled: true, ScalingConfig });
    await work();
  } finally {
    const before = { Enabled: false, ScalingConfig: { MaximumConcurrency } };
    await setMapping(uninterrupted(context), mapping, before);
  }
}
