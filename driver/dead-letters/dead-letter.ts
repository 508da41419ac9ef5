import type { Message } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { DEAD_LETTER_ATTRIBUTES, DEAD_LETTER_CAUSES } from '../../schemas/events/dead-letter.ts';
import type { DeadLetterOwner, DeadLetterQueue, DeadLetterQueueKind } from './queues.ts';

/**
 * Why a message is in a dead-letter queue. Beside the causes that consumers give: `undelivered`, the topic could not
 * deliver it; `other`, a cause that this version does not know, which `detail` names.
 */
export const LISTED_CAUSES = [...DEAD_LETTER_CAUSES, 'undelivered', 'other'] as const;
export type ListedCause = (typeof LISTED_CAUSES)[number];

/** Attributes of the event that a dead letter holds, as its CloudEvent gives them. */
export interface EventHead {
  id: string;
  type: string;
  subject: string;
  time: string | undefined;
  dataschema: string | undefined;
}

/** A message of a dead-letter queue, with its data still encoded. */
export interface DeadLetter {
  owner: DeadLetterOwner;
  queue: DeadLetterQueueKind;
  /** SQS's id of the message in this queue. */
  messageId: string;
  /** SQS's id of the message that failed. It is the same one where the queue itself moved the message. */
  failedMessageId: string;
  /** Undefined in the reports of the relay. */
  group: string | undefined;
  cause: ListedCause;
  /** What else is known of the cause, such as the code with which the topic refused the event. */
  detail: string | undefined;
  /** The release that could not process it; known for parked messages only. */
  release: string | undefined;
  /** ISO 8601. When it was parked, or else since when it has been in this queue. */
  failedAt: string;
  /** How often it was received; a listing counts, too. */
  receives: number;
  /** Undefined when the body is not a CloudEvent. */
  event: EventHead | undefined;
  body: string;
}

const Head = z.looseObject({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string().optional(),
  dataschema: z.string().optional(),
});

/** Of the relay: `cause` since release v2, `code` before. Lambda reports a record that it gave up as a `condition`. */
const RelayReport = z.looseObject({
  cause: z.string().optional(),
  code: z.string().optional(),
  requestContext: z.looseObject({ condition: z.string() }).optional(),
});

const Cause = z.enum(DEAD_LETTER_CAUSES);

/** @param queue that the message was received from, with all of its attributes */
export function readDeadLetter(queue: Pick<DeadLetterQueue, 'owner' | 'kind'>, message: Message): DeadLetter {
  const { Body: body = '', MessageId: messageId = '', Attributes = {} } = message;
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const failedAt = attribute(DEAD_LETTER_ATTRIBUTES.failedAt);
  const json = parseJson(body);
  return {
    owner: queue.owner,
    queue: queue.kind,
    messageId,
    failedMessageId: attribute(DEAD_LETTER_ATTRIBUTES.messageId) ?? messageId,
    group: Attributes.MessageGroupId,
    ...causeOf(queue.kind, attribute, json),
    release: attribute(DEAD_LETTER_ATTRIBUTES.release),
    failedAt: isTime(failedAt) ? failedAt : new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    receives: Number(Attributes.ApproximateReceiveCount ?? 0),
    event: queue.kind === 'set-aside' ? undefined : headOf(json),
    body,
  };
}

function headOf(json: unknown): EventHead | undefined {
  const { data } = Head.safeParse(json);
  if (data === undefined) return undefined;
  const { id, type, subject, time, dataschema } = data;
  return { id, type, subject, time, dataschema };
}

function causeOf(
  kind: DeadLetterQueueKind,
  attribute: (name: string) => string | undefined,
  json: unknown,
): Pick<DeadLetter, 'cause' | 'detail'> {
  switch (kind) {
    case 'undelivered':
      // https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
      return { cause: 'undelivered', detail: attribute('ErrorCode') };
    case 'dead-letters': {
      // Without a cause the queue's redrive policy moved it.
      return named(attribute(DEAD_LETTER_ATTRIBUTES.cause) ?? 'retries-exhausted', undefined);
    }
    case 'set-aside': {
      const { cause, code, requestContext } = RelayReport.safeParse(json).data ?? {};
      if (requestContext !== undefined)
        return { cause: 'retries-exhausted', detail: requestContext.condition };
      return named(cause ?? code, code);
    }
  }
}

function named(cause: string | undefined, detail: string | undefined): Pick<DeadLetter, 'cause' | 'detail'> {
  const { data } = Cause.safeParse(cause);
  return data === undefined
    ? { cause: 'other', detail: detail ?? cause }
    : { cause: data, detail: detail === data ? undefined : detail };
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && z.iso.datetime().safeParse(text).success;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
