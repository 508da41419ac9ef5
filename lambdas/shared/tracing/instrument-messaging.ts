import type { Attributes } from '@opentelemetry/api';
import { Client } from '@smithy/core/client';
import { activeSpan, codeOf } from './active-span.ts';
import { isTracing } from './sampling.ts';
import { Span } from './span.ts';
import { eventParent, formatTraceparent, TRACEPARENT } from './trace-context.ts';

/** What one message of `Publish`, `PublishBatch`, `SendMessage` or `SendMessageBatch` has in common. */
interface Message {
  Id?: string;
  Message?: string;
  MessageBody?: string;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>;
}

interface Sending {
  system: 'aws_sns' | 'aws_sqs';
  destination: string;
  messages: readonly Message[];
}

interface Sent {
  MessageId?: string;
  Successful?: { Id?: string; MessageId?: string }[];
  Failed?: { Id?: string; Code?: string }[];
}

/**
 * Records every message that an SDK client of this process sends to SNS or SQS, where the event in it or the active span
 * says to which trace it belongs, and sends the trace along as a message attribute.
 *
 * It is done here, in the class that all SDK clients extend, because frozen releases make their clients themselves.
 */
export function instrumentMessaging(): void {
  // Its overloads differ in what they return; all arguments are passed on as they came.
  const send = Client.prototype.send as unknown as (...args: unknown[]) => unknown;
  const traced = function (this: unknown, ...args: unknown[]): unknown {
    const [command] = args;
    const sending = isTracing() ? sendingOf(command) : undefined;
    const result = sending === undefined ? undefined : spansOf(sending);
    if (result === undefined || result.length === 0) return send.apply(this, args);
    return recorded(result, Promise.resolve(send.apply(this, args)));
  };
  Client.prototype.send = traced as unknown as typeof Client.prototype.send;
}

function sendingOf(command: unknown): Sending | undefined {
  // Commands of all services come here; those of others have none of these members.
  const input = (command as { input?: Record<string, unknown> }).input ?? {};
  const { TopicArn, QueueUrl, PublishBatchRequestEntries, Entries, Message, MessageBody } = input;
  if (typeof TopicArn === 'string') {
    const messages = PublishBatchRequestEntries ?? (Message === undefined ? [] : [input]);
    return { system: 'aws_sns', destination: afterLast(':', TopicArn), messages: messages as Message[] };
  }
  if (typeof QueueUrl === 'string') {
    // Entries of DeleteMessageBatch and ChangeMessageVisibilityBatch have no body.
    const messages = Entries ?? (MessageBody === undefined ? [] : [input]);
    return { system: 'aws_sqs', destination: afterLast('/', QueueUrl), messages: messages as Message[] };
  }
  return undefined;
}

interface SentMessage {
  id: string | undefined;
  span: Span;
}

function spansOf({ system, destination, messages }: Sending): SentMessage[] {
  const attributes: Attributes = {
    'messaging.system': system,
    'messaging.operation.type': 'send',
    'messaging.operation.name': 'send',
    'messaging.destination.name': destination,
    ...(messages.length > 1 && { 'messaging.batch.message_count': messages.length }),
  };
  let room = MAX_BYTES - messages.reduce((bytes, message) => bytes + sizeOf(message), 0);
  return messages.flatMap((message) => {
    const body = message.Message ?? message.MessageBody;
    if (body === undefined) return [];
    const parent = eventParent(body) ?? activeSpan();
    if (parent === undefined) return [];
    const span = new Span({ name: `send ${destination}`, kind: 'producer', parent, attributes });
    if (mayCarryTrace(message) && room >= ATTRIBUTE_BYTES) {
      room -= ATTRIBUTE_BYTES;
      const own = { DataType: 'String', StringValue: formatTraceparent(span.context) };
      message.MessageAttributes = { ...message.MessageAttributes, [TRACEPARENT]: own };
    }
    return [{ id: message.Id, span }];
  });
}

async function recorded(messages: readonly SentMessage[], sending: Promise<unknown>): Promise<unknown> {
  try {
    const output = await sending;
    const { MessageId, Successful = [], Failed = [] } = (output ?? {}) as Sent;
    const ids = new Map(Successful.map((entry) => [entry.Id, entry.MessageId]));
    const failures = new Map(Failed.map((entry) => [entry.Id, entry.Code]));
    for (const { id, span } of messages) {
      const messageId = id === undefined ? MessageId : ids.get(id);
      if (messageId !== undefined) span.set({ 'messaging.message.id': messageId });
      if (failures.has(id)) span.fail(failures.get(id));
    }
    return output;
  } catch (error) {
    for (const { span } of messages) span.fail(codeOf(error));
    throw error;
  } finally {
    for (const { span } of messages) span.end();
  }
}

/** What a batch may be, attributes included, in SNS. SQS takes more. */
const MAX_BYTES = 256 * 1024;
/** Name, type and value. */
const ATTRIBUTE_BYTES = TRACEPARENT.length + 'String'.length + 55;
/** SQS takes no more with one message. */
const MAX_ATTRIBUTES = 10;

function mayCarryTrace({ MessageAttributes = {} }: Message): boolean {
  return (
    Object.hasOwn(MessageAttributes, TRACEPARENT) || Object.keys(MessageAttributes).length < MAX_ATTRIBUTES
  );
}

function sizeOf({ Message, MessageBody, MessageAttributes = {} }: Message): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name) + DataType.length + Buffer.byteLength(StringValue) + (BinaryValue?.length ?? 0),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(Message ?? MessageBody ?? ''));
}

function afterLast(mark: string, text: string): string {
  return text.slice(text.lastIndexOf(mark) + 1);
}
