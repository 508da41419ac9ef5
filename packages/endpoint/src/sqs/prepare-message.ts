import { createHash } from 'node:crypto';
import { z } from 'zod';
import { integer } from '../core/input.ts';
import { sequenceNumber } from '../core/sequence.ts';
import { namesTrace } from '../core/trace-header.ts';
import type { SqsEngine } from './engine.ts';
import { sqsError } from './errors.ts';
import {
  attributeBytes,
  attributesMd5,
  checkMessageAttributes,
  FORBIDDEN_CHARACTER,
  messageAttributesSchema,
} from './message-attributes.ts';
import type { MessageAttribute, NewMessage } from './queue/message.ts';
import type { Queue, Sent } from './queue/queue.ts';

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const sendShape = {
  MessageBody: z.string().default(''),
  DelaySeconds: integer.optional(),
  MessageAttributes: messageAttributesSchema,
  MessageSystemAttributes: messageAttributesSchema,
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
};

const sendSchema = z.object(sendShape);
export type SendInput = z.output<typeof sendSchema>;

export interface PreparedMessage {
  message: NewMessage;
  attributesMd5: string | undefined;
  systemAttributesMd5: string | undefined;
}

/** Alphanumeric characters and ASCII punctuation: API_SendMessage.html. */
const FIFO_ID = /^[!-~]{1,128}$/;
const MAX_DELAY_SECONDS = 900;

/**
 * Checks what a sender sent. The trace of the message is the one that it names itself, or that of the request.
 * @throws AwsError
 */
export function prepareMessage(
  { context }: SqsEngine,
  queue: Queue,
  input: SendInput,
  requestTrace?: string,
): PreparedMessage {
  const { MessageBody: body } = input;
  if (body === '') throw sqsError.missingParameter('MessageBody');
  if (FORBIDDEN_CHARACTER.test(body)) {
    throw sqsError.invalidMessageContents(
      'Invalid characters found: only #x9, #xA, #xD and those from #x20 on are valid.',
    );
  }
  const attributes = checkMessageAttributes(input.MessageAttributes);
  const systemAttributes = checkSystemAttributes(input.MessageSystemAttributes);
  const { largestMessageBytes } = queue.settings;
  if (messageBytes(input) > largestMessageBytes) {
    throw sqsError.invalidParameterValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largestMessageBytes} bytes.`,
    );
  }
  const traceHeader =
    systemAttributes['AWSTraceHeader']?.StringValue ??
    (requestTrace !== undefined && namesTrace(requestTrace) ? requestTrace : undefined);
  return {
    attributesMd5: attributesMd5(attributes),
    systemAttributesMd5: attributesMd5(systemAttributes),
    message: {
      id: context.newId(),
      body,
      bodyMd5: createHash('md5').update(body).digest('hex'),
      attributes,
      senderId: context.accountId,
      sentAt: context.clock.now(),
      ...(traceHeader !== undefined && { traceHeader }),
      ...(queue.settings.isFifo ? fifoMembers(queue, input) : standardMembers(input)),
    },
  };
}

/** The body and the attributes, as far as they count. */
export function messageBytes(input: SendInput): number {
  return Buffer.byteLength(input.MessageBody) + attributeBytes(input.MessageAttributes);
}

/** The answer to the sender, for one message. */
export function sendResult(queue: Queue, prepared: PreparedMessage, sent: Sent) {
  return {
    MD5OfMessageBody: prepared.message.bodyMd5,
    MD5OfMessageAttributes: prepared.attributesMd5,
    MD5OfMessageSystemAttributes: prepared.systemAttributesMd5,
    MessageId: sent.messageId,
    SequenceNumber: queue.settings.isFifo ? sequenceNumber(sent.order) : undefined,
  };
}

function fifoMembers(queue: Queue, input: SendInput) {
  if (input.MessageGroupId === undefined) throw sqsError.missingParameter('MessageGroupId');
  // 0 is what clients send that know no queue types; it means the queue's own delay.
  if (input.DelaySeconds) throw notForThisType('DelaySeconds');
  checkDeduplication(queue, input);
  return {
    groupId: checkId('MessageGroupId', input.MessageGroupId),
    deduplicationId:
      input.MessageDeduplicationId !== undefined
        ? checkId('MessageDeduplicationId', input.MessageDeduplicationId)
        : createHash('sha256').update(input.MessageBody).digest('hex'),
  };
}

/**
 * What the whole batch fails for: an entry without a message group or without anything to deduplicate by.
 * @throws AwsError InvalidParameterValue.
 */
export function checkFifoEntry(queue: Queue, entry: SendInput): void {
  if (!queue.settings.isFifo) return;
  if (entry.MessageGroupId === undefined) {
    throw sqsError.invalidParameterValue('The request must contain the parameter MessageGroupId.');
  }
  checkDeduplication(queue, entry);
}

function checkDeduplication(queue: Queue, input: SendInput): void {
  if (input.MessageDeduplicationId !== undefined || queue.settings.contentBasedDeduplication) return;
  throw sqsError.invalidParameterValue(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function standardMembers(input: SendInput) {
  if (input.MessageDeduplicationId !== undefined) throw notForThisType('MessageDeduplicationId');
  const delay = input.DelaySeconds;
  if (delay !== undefined && (delay < 0 || delay > MAX_DELAY_SECONDS)) {
    throw sqsError.invalidParameterValue(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`,
    );
  }
  return {
    ...(delay !== undefined && { delaySeconds: delay }),
    // Standard queues take a group for fairness between tenants (July 2025); it orders nothing.
    ...(input.MessageGroupId !== undefined && { groupId: checkId('MessageGroupId', input.MessageGroupId) }),
  };
}

function checkId(name: string, value: string): string {
  if (FIFO_ID.test(value)) return value;
  throw sqsError.invalidParameterValue(
    `Value for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function notForThisType(name: string) {
  return sqsError.invalidParameterValue(
    `Value for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}

function checkSystemAttributes(sent: SendInput['MessageSystemAttributes']): Record<string, MessageAttribute> {
  const attributes = checkMessageAttributes(sent);
  for (const [name, { DataType }] of Object.entries(attributes)) {
    if (name !== 'AWSTraceHeader' || DataType !== 'String') {
      throw sqsError.invalidParameterValue(`Message system attribute name or type of '${name}' is invalid.`);
    }
  }
  return attributes;
}
