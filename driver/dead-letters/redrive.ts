import { type Message, type MessageAttributeValue, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DEAD_LETTER_ATTRIBUTES } from '../../schemas/events/dead-letter.ts';
import type { DriverContext } from '../context.ts';
import type { ConsumerName } from '../system.ts';
import { type DeadLetter, type ListedCause, readDeadLetter } from './dead-letter.ts';
import { hasEffect } from './effects.ts';
import type { DeadLetterFilter } from './list-dead-letters.ts';
import { deadLetterQueues } from './queues.ts';
import { visitQueue } from './visit-queue.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/** What a later release, or the end of an outage, can mend. Any other message would only come back. */
export const MENDABLE_CAUSES: ReadonlySet<ListedCause> = new Set([
  'unknown-schema',
  'unknown-type',
  'retries-exhausted',
]);

export interface RedriveSelection extends DeadLetterFilter {
  /** Message ids or event ids, of any cause unless `causes` says which. */
  ids?: ReadonlySet<string>;
}

/** A dead letter that was sent back to the queue of its consumer. */
export interface Redriven {
  letter: DeadLetter;
  consumer: ConsumerName;
  /** SQS's id of the message in the consumer's queue. */
  sentAs: string;
  /** Whether the consumer had processed the event already. It gets the message all the same, and ignores it. */
  hadEffect: boolean;
}

export interface RedriveResult {
  redriven: Redriven[];
  /** Dead letters that were not selected, reports of the relay not included. */
  left: number;
  /** As of `visitQueue`. */
  notSeen: number;
}

const WAIT_SECONDS = 1;

/**
 * Sends dead letters back to the queue of their consumer: the body and the group as they are, in their order. Each is
 * deleted after SQS has accepted it there, so one that is interrupted in between is sent twice and never lost.
 */
export async function redrive(
  context: Context,
  selection: RedriveSelection,
  { waitSeconds = WAIT_SECONDS }: { waitSeconds?: number } = {},
): Promise<RedriveResult> {
  const queues = deadLetterQueues(context.system, selection.owners);
  const results = await Promise.all(
    queues.map(async (queue): Promise<RedriveResult> => {
      const { source } = queue;
      const redriven: Redriven[] = [];
      let left = 0;
      if (source === undefined) return { redriven, left, notSeen: 0 };
      const { consumer, url } = source;
      const { notSeen } = await visitQueue(context, queue.url, { waitSeconds }, async (message) => {
        const letter = readDeadLetter(queue, message);
        if (!isSelected(letter, selection)) {
          left += 1;
          return 'keep';
        }
        const hadEffect = letter.event !== undefined && (await hasEffect(context, consumer, letter.event));
        const sentAs = await sendBack(context, url, message);
        redriven.push({ letter, consumer, sentAs, hadEffect });
        return 'delete';
      });
      return { redriven, left, notSeen };
    }),
  );
  return {
    redriven: results.flatMap(({ redriven }) => redriven),
    left: results.reduce((sum, { left }) => sum + left, 0),
    notSeen: results.reduce((sum, { notSeen }) => sum + notSeen, 0),
  };
}

/** Whether `redrive` would send this dead letter back. */
export function isSelected(
  letter: Pick<DeadLetter, 'queue' | 'cause' | 'messageId' | 'failedMessageId' | 'event'>,
  { causes, ids }: Pick<RedriveSelection, 'causes' | 'ids'>,
): boolean {
  if (letter.queue === 'set-aside') return false;
  if (causes !== undefined && !causes.has(letter.cause)) return false;
  if (ids === undefined) return causes !== undefined || MENDABLE_CAUSES.has(letter.cause);
  return [letter.messageId, letter.failedMessageId, letter.event?.id].some(
    (id) => id !== undefined && ids.has(id),
  );
}

/** Said of a message by those who gave it up, and no longer true. */
const OF_FAILURES: ReadonlySet<string> = new Set([
  ...Object.values(DEAD_LETTER_ATTRIBUTES),
  // SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
  'RequestID',
  'ErrorCode',
  'ErrorMessage',
]);

async function sendBack({ aws, signal }: Context, QueueUrl: string, message: Message): Promise<string> {
  const { Body, Attributes, MessageId = '', MessageAttributes = {} } = message;
  const kept = Object.entries(MessageAttributes).filter(([name]) => !OF_FAILURES.has(name));
  const { MessageId: sentAs = '' } = await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: Body,
      MessageGroupId: Attributes?.MessageGroupId,
      // Another dead letter has another id, and so has this one if it comes back. A repetition of this request within five
      // minutes, because the deletion failed, is no second message.
      MessageDeduplicationId: `${MessageId}.redriven`,
      MessageAttributes: Object.fromEntries(kept) satisfies Record<string, MessageAttributeValue>,
    }),
    { abortSignal: signal },
  );
  return sentAs;
}
