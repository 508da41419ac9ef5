import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { ShopError } from '../errors.ts';
import { identifyAs } from '../identity.ts';
import { logger } from '../logging.ts';
import { Deadline } from '../resilience/deadline.ts';
import { traceBatch, traceMessage } from '../tracing/trace-messages.ts';
import type { PostponingQueue } from './queue.ts';
import { retryDelayS } from './retry-delay.ts';

export interface ReceivedMessage {
  /** Parsed JSON, unchecked. */
  body: unknown;
  /** The attributes that are text. */
  attributes: ReadonlyMap<string, string>;
  /** 1 for the first delivery. */
  attempt: number;
  /** The end of the invocation, less the time to answer it. */
  deadline: Deadline;
}

export interface QueueWorkerOptions {
  release: string;
  /** The queue that invokes the function. */
  queue: PostponingQueue;
}

/** To postpone what failed and to answer. */
const RESERVE_MS = 500;

/**
 * A handler for a standard queue. Messages of a batch are processed at the same time, each for itself. One that fails comes
 * again after a delay that grows with each attempt, until the queue's redrive policy makes it a dead letter.
 */
export function queueWorker(
  { release, queue }: QueueWorkerOptions,
  work: (message: ReceivedMessage) => Promise<void>,
) {
  identifyAs(release);
  return async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const deadline = Deadline.in(context.getRemainingTimeInMillis() - RESERVE_MS);
    const results = await traceBatch(Records, () =>
      Promise.all(
        Records.map(async (record) => {
          const attempt = Number(record.attributes.ApproximateReceiveCount);
          try {
            const attributes = readAttributes(record);
            await traceMessage(record, async () =>
              work({ body: readBody(record), attributes, attempt, deadline }),
            );
            return [];
          } catch (error) {
            const { code } = ShopError.from(error);
            const failure = { messageId: record.messageId, attempt, code };
            logger.warn('message failed', {
              event: 'queue.message-failed',
              ...failure,
              error: asError(error),
            });
            await postpone(queue, record, retryDelayS(attempt));
            return [{ itemIdentifier: record.messageId }];
          }
        }),
      ),
    );
    return { batchItemFailures: results.flat() };
  };
}

function readBody({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not the parser's own error: it quotes the body.
    throw new ShopError('malformed-event', 'the message is not JSON');
  }
}

const textAttribute = z.looseObject({ dataType: z.literal('String'), stringValue: z.string() });

function readAttributes({ messageAttributes }: SQSRecord): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(messageAttributes).flatMap(([name, attribute]) => {
      const text = textAttribute.safeParse(attribute).data?.stringValue;
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

/** Without it the message comes again when the queue's own visibility timeout has passed. */
async function postpone(queue: PostponingQueue, { receiptHandle }: SQSRecord, seconds: number) {
  try {
    await queue.postpone(receiptHandle, seconds);
  } catch (error) {
    logger.warn('message not postponed', { event: 'queue.not-postponed', error: asError(error) });
  }
}

function asError(error: unknown): Error | undefined {
  return error instanceof Error ? error : undefined;
}
