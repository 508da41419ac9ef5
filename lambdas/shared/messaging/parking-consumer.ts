import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logFailure } from '../consumer.ts';
import { type ReceivedEvent, readEvent } from '../events.ts';
import { identifyAs } from '../identity.ts';
import { logger } from '../logging.ts';
import { activeSpan } from '../tracing/active-span.ts';
import { traceBatch, traceMessage } from '../tracing/trace-messages.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { permanentCause } from './refused-event.ts';

export interface ParkingConsumerOptions<Event = ReceivedEvent> {
  /** Of the consumer's code; parked messages name it. */
  release: string;
  deadLetters: DeadLetterQueue;
  /** Idempotent: an event may come more than once. */
  handle: (event: Event) => Promise<void>;
}

/**
 * A handler for a FIFO queue of events, which fails message by message.
 *
 * A permanent failure is parked in the consumer's dead-letter queue with its cause and counts as processed, so that its
 * group goes on: later events of the group overtake it. Any other failure comes again after the visibility timeout,
 * with the rest of its group, until the queue's redrive policy makes it a dead letter. A message that cannot be parked
 * fails like that, too: none is lost.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function parkingConsumer(options: ParkingConsumerOptions) {
  return parkingConsumerOf(readEvent, options);
}

/** The same for events of another form: `read` makes one of the body of a message. */
export function parkingConsumerOf<Event>(
  read: (body: string) => Event,
  { release, deadLetters, handle }: ParkingConsumerOptions<Event>,
) {
  identifyAs(release);
  const processor = new SqsFifoPartialProcessorAsync();
  const handleRecord = (record: SQSRecord): Promise<void> =>
    traceMessage(record, async () => {
      try {
        await handle(read(record.body));
      } catch (error) {
        await failOrPark(deadLetters, record, error);
      }
    });
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    traceBatch(event.Records, () =>
      processPartialResponse(event, handleRecord, processor, {
        context,
        skipGroupOnError: true,
        // A batch in which all failed is still answered message by message, not as a failed function.
        throwOnFullBatchFailure: false,
      }),
    );
}

/** Resolves when the message is parked. @throws the error itself when a retry may mend it, or when parking failed */
export async function failOrPark(
  deadLetters: DeadLetterQueue,
  record: SQSRecord,
  error: unknown,
): Promise<void> {
  const cause = permanentCause(error);
  if (cause === undefined) {
    logFailure(record, error);
    throw error;
  }
  const { messageId } = record;
  const reason = error instanceof Error ? error : undefined;
  try {
    await deadLetters.park(record, cause);
  } catch (refusal) {
    const failure = refusal instanceof Error ? refusal : undefined;
    logger.error('message not parked', { event: 'consumer.not-parked', messageId, cause, error: failure });
    throw refusal;
  }
  activeSpan()?.fail(cause);
  logger.warn('message parked', { event: 'consumer.parked', messageId, cause, error: reason });
}
