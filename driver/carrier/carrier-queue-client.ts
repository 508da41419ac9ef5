import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';

/** The fields of BookShipment. */
export interface QueuedBooking {
  shipmentId: string;
  orderId: string;
  country: string;
  weightGrams: number;
  parcels: number;
}

const Reply = z.union([
  z.object({
    result: z.looseObject({
      shipmentId: z.string(),
      trackingNumber: z.string(),
      /** In hundredths of the currency, as decimal text. */
      priceMinor: z.string(),
      currency: z.string(),
      estimatedDelivery: z.string(),
    }),
  }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type CarrierReply = z.infer<typeof Reply>;

/** A reply without a waiting request: the request has given up, or it was never made by this client. */
type UnmatchedReply = 'late' | 'unknown';

export interface CarrierQueueClient {
  /** Sends a request, and resolves with its reply, or with undefined when there is none within the time. */
  book(booking: QueuedBooking, timeoutMs?: number): Promise<CarrierReply | undefined>;
  /** Replies that were set aside so far: they are in the dead-letter queue of the replies, with the reason. */
  readonly setAside: Readonly<Record<UnmatchedReply, number>>;
  /** Ends the reading of replies. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const CORRELATION_ID = 'correlation-id';

/**
 * Requests and replies over queues: each request names the queue for its reply, and has a correlation id that the reply
 * repeats. One client at a time reads the queue of replies.
 */
export function carrierQueueClient({
  aws,
  system,
  run,
  signal,
}: Pick<DriverContext, 'aws' | 'system' | 'run' | 'signal'>): CarrierQueueClient {
  const { carrierRequests: requests, carrierReplies: replies } = system.queues;
  const waiting = new Map<string, (reply: CarrierReply) => void>();
  const given = new Set<string>();
  const setAside: Record<UnmatchedReply, number> = { late: 0, unknown: 0 };
  const closing = new AbortController();
  const stopping = AbortSignal.any([signal, closing.signal]);
  let sent = 0;

  async function putAside(message: Message, reason: UnmatchedReply): Promise<void> {
    await aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: replies.deadLetterUrl,
        MessageBody: message.Body ?? '',
        MessageAttributes: { ...message.MessageAttributes, reason: text(reason) },
      }),
    );
    setAside[reason] += 1;
  }

  async function take(message: Message): Promise<void> {
    const id = message.MessageAttributes?.[CORRELATION_ID]?.StringValue ?? '';
    const resolve = waiting.get(id);
    waiting.delete(id);
    if (resolve === undefined) await putAside(message, given.has(id) ? 'late' : 'unknown');
    else resolve(Reply.parse(JSON.parse(message.Body ?? 'null')));
    const { ReceiptHandle } = message;
    await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: replies.queueUrl, ReceiptHandle }));
  }

  async function receive(): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: replies.queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
    });
    try {
      return (await aws.sqs.send(command, { abortSignal: stopping })).Messages ?? [];
    } catch (error) {
      if (stopping.aborted) return [];
      throw error;
    }
  }

  async function read(): Promise<void> {
    while (!stopping.aborted) await Promise.all((await receive()).map(take));
  }

  const reading = read();
  // What fails it is thrown by `close`, and requests get no reply.
  reading.catch(() => {});
  return {
    setAside,
    async book(booking, timeoutMs = TIMEOUT_MS) {
      const id = `${run}-${++sent}`;
      given.add(id);
      const reply = new Promise<CarrierReply | undefined>((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve(undefined);
        }, timeoutMs);
        waiting.set(id, (received) => {
          clearTimeout(timer);
          resolve(received);
        });
      });
      await aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: requests.queueUrl,
          MessageBody: JSON.stringify(booking),
          MessageAttributes: { [CORRELATION_ID]: text(id), 'reply-to': text(replies.queueUrl) },
        }),
      );
      return reply;
    },
    async close() {
      closing.abort();
      await reading;
    },
  };
}

/** Sends a reply to which there is no request. */
export async function sendStrayReply({
  aws,
  system,
  run,
}: Pick<DriverContext, 'aws' | 'system' | 'run'>): Promise<void> {
  await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: system.queues.carrierReplies.queueUrl,
      MessageBody: JSON.stringify({ error: { code: 'internal', message: 'a stray reply' } }),
      MessageAttributes: { [CORRELATION_ID]: text(`${run}-stray`) },
    }),
  );
}

const TAKEN_WITHIN_MS = 20_000;

/**
 * Takes this run's replies from the dead-letter queue of the replies. Those of others become visible again.
 *
 * @returns the reasons why they were set aside
 */
export async function takeSetAside(
  { aws, system, run, signal }: Pick<DriverContext, 'aws' | 'system' | 'run' | 'signal'>,
  wanted: number,
): Promise<string[]> {
  const QueueUrl = system.queues.carrierReplies.deadLetterUrl;
  const reasons: string[] = [];
  const end = performance.now() + TAKEN_WITHIN_MS;
  while (reasons.length < wanted && performance.now() < end) {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    for (const { MessageAttributes, ReceiptHandle } of Messages) {
      const id = MessageAttributes?.[CORRELATION_ID]?.StringValue ?? '';
      if (!id.startsWith(`${run}-`)) continue;
      reasons.push(MessageAttributes?.['reason']?.StringValue ?? 'none');
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  return reasons;
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}
