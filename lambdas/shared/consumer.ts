import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { ShopError } from './errors.ts';
import { type ReceivedEvent, readEvent } from './events.ts';
import { logger } from './logging.ts';
import { traceBatch, traceMessage } from './tracing/trace-messages.ts';

/**
 * A handler for a FIFO queue of events, which fails message by message.
 *
 * After a failure the rest of its group in the batch fails too, or it would overtake; other groups go on. What
 * fails comes again after the visibility timeout, until the queue's redrive policy makes it a dead letter.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function eventConsumer(handle: (event: ReceivedEvent) => Promise<void>) {
  const processor = new SqsFifoPartialProcessorAsync();
  const handleRecord = async (record: SQSRecord): Promise<void> => {
    try {
      await traceMessage(record, async () => handle(readEvent(record.body)));
    } catch (error) {
      logFailure(record, error);
      throw error;
    }
  };
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

/** The code says whether it was poison, a schema that a later release knows, or bad luck. */
export function logFailure({ messageId, attributes }: SQSRecord, error: unknown): void {
  logger.error('message failed', {
    messageId,
    receiveCount: attributes.ApproximateReceiveCount,
    code: ShopError.from(error).code,
    error: error instanceof Error ? error : undefined,
  });
}
