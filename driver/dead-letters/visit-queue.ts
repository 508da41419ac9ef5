import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { DriverContext } from '../context.ts';
import { queueDepth } from '../queue-depth.ts';

type Context = Pick<DriverContext, 'aws' | 'signal'>;

export interface VisitOptions {
  /**
   * How long to wait for messages that the queue may not show at once, in seconds, 0 to 20. On AWS a receive without a wait
   * asks only some of the servers of a standard queue.
   */
  waitSeconds: number;
}

export interface Visited {
  /**
   * Messages that were not received: behind others of their group, or held by another program at this time. On AWS
   * approximate.
   */
  notSeen: number;
}

/** What SQS gives out, deletes or changes at most in one request. */
const BATCH = 10;
/** Within it everything is given back. After a crash the messages are visible again by themselves. */
const HELD_SECONDS = 120;

/**
 * Receives the messages of a queue, each once, and calls `visit` with them one after the other. What `visit` returns
 * `delete` for is deleted; everything else is given back at the end, whatever happens.
 *
 * A FIFO queue gives out no message of a group while an earlier one is held by a receive before: of a group with more
 * messages than one receive returns, the first ten are visited, and the next ones only if those are deleted.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export async function visitQueue(
  context: Context,
  url: string,
  { waitSeconds }: VisitOptions,
  visit: (message: Message) => Promise<'keep' | 'delete'>,
): Promise<Visited> {
  const { aws, signal } = context;
  const held: Message[] = [];
  const seen = new Set<string>();
  const reported = await queueDepth(context, url);
  try {
    for (;;) {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: HELD_SECONDS,
          WaitTimeSeconds: seen.size > 0 && seen.size >= reported.waiting ? 0 : waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
        { abortSignal: signal },
      );
      held.push(...Messages);
      const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      // Only old ones: the first are visible again already.
      if (fresh.length === 0) break;
      const cut = cutGroup(fresh);
      for (const message of fresh.filter((each) => !cut.includes(each))) {
        seen.add(message.MessageId ?? '');
        if ((await visit(message)) === 'keep') continue;
        await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
        held.splice(held.indexOf(message), 1);
      }
      held.splice(held.length - cut.length, cut.length);
      await giveBack(context, url, cut);
    }
    const { waiting, inFlight } = await queueDepth(context, url);
    return { notSeen: waiting + Math.max(0, inFlight - held.length) };
  } finally {
    await giveBack(context, url, held);
  }
}

/**
 * Messages of the group that a full receive ended in, which may have more: received again from its first message, it can be
 * whole. A group that filled the receive alone cannot.
 */
function cutGroup(received: readonly Message[]): Message[] {
  if (received.length < BATCH) return [];
  const last = received.at(-1)?.Attributes?.MessageGroupId;
  if (last === undefined) return [];
  const start = received.findIndex(({ Attributes }) => Attributes?.MessageGroupId === last);
  return start === 0 ? [] : received.slice(start);
}

/** The last one first: until the first of a group is back, no other program can receive the rest of it. */
async function giveBack({ aws }: Context, url: string, held: readonly Message[]): Promise<void> {
  const backwards = held.toReversed();
  for (let start = 0; start < backwards.length; start += BATCH) {
    const Entries = backwards.slice(start, start + BATCH).map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    // Without the signal of the work: an interrupted command gives back, too. What fails here is visible again already.
    await aws.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}
