import { type MessageAttributeValue, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import {
  DEAD_LETTER_ATTRIBUTES,
  type DeadLetter,
  type PermanentCause,
  parkedDeduplicationId,
} from '../../../schemas/events/dead-letter.ts';
import { ownIdentity } from '../identity.ts';

/** Where a consumer puts what it cannot process. */
export interface DeadLetterQueue {
  /** Rejects when the message is not there: then it must come again. */
  park(message: SQSRecord, cause: PermanentCause): Promise<void>;
}

/** What SQS carries with one message. */
const MAX_ATTRIBUTES = 10;

/** The consumer's own dead-letter queue, which is FIFO: parked events of a group keep their order. */
export function deadLetterQueueAt(url: string, clock: () => Date = () => new Date()): DeadLetterQueue {
  return {
    async park(message, cause) {
      const { service: consumer, release } = ownIdentity();
      const { messageId } = message;
      const letter = { cause, consumer, release, messageId, failedAt: clock().toISOString() };
      await client().send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: message.body,
          MessageGroupId: message.attributes.MessageGroupId,
          MessageDeduplicationId: parkedDeduplicationId(messageId),
          MessageAttributes: withOwn(message.messageAttributes, letter),
        }),
      );
    },
  };
}

/** Ours first; of those that the message came with, as many as there is room for. */
function withOwn(
  came: SQSMessageAttributes | undefined,
  letter: DeadLetter,
): Record<string, MessageAttributeValue> {
  const own = (Object.keys(letter) as (keyof DeadLetter)[]).map(
    (key) => [DEAD_LETTER_ATTRIBUTES[key], { DataType: 'String', StringValue: letter[key] }] as const,
  );
  const names = new Set<string>(own.map(([name]) => name));
  const others = Object.entries(came ?? {}).flatMap(([name, { dataType, stringValue }]) =>
    // Lambda hands binary values over as text; consumers of the shop use none.
    stringValue === undefined || names.has(name)
      ? []
      : [[name, { DataType: dataType, StringValue: stringValue }] as const],
  );
  return Object.fromEntries([...own, ...others].slice(0, MAX_ATTRIBUTES));
}

let made: SQSClient | undefined;

function client(): SQSClient {
  made ??= new SQSClient({});
  return made;
}
