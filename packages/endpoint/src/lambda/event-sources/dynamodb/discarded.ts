import type { EndpointContext } from '../../../core/context.ts';
import type { ResponseContext } from '../function-call.ts';
import type { Mapping } from '../mapping.ts';
import { queueNameOf } from '../source-arn.ts';
import type { StreamItem } from './stream-item.ts';

export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Discarded {
  items: readonly StreamItem[];
  reason: DiscardReason;
  invocations: number;
  shardId: string;
  lastResponse: ResponseContext | undefined;
}

/**
 * What the on-failure destination receives for a batch: its position in the stream, not its contents.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function describeDiscarded(context: EndpointContext, mapping: Mapping, discarded: Discarded): object {
  const first = discarded.items[0];
  const last = discarded.items.at(-1);
  const { lastResponse } = discarded;
  return {
    requestContext: {
      requestId: context.newId(),
      functionArn: mapping.functionArn,
      condition: discarded.reason,
      approximateInvokeCount: discarded.invocations,
    },
    ...(lastResponse && { responseContext: lastResponse }),
    version: '1.0',
    timestamp: new Date(context.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: discarded.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: seconds(first?.created),
      approximateArrivalOfLastRecord: seconds(last?.created),
      batchSize: discarded.items.length,
      streamArn: mapping.sourceArn,
    },
  };
}

/** Tells the destination, a queue or a topic. */
export async function tellDestination(
  { call }: EndpointContext,
  destination: string,
  message: object,
): Promise<void> {
  const text = JSON.stringify(message);
  if (destination.split(':')[2] === 'sns') {
    await call('sns', 'Publish', { TopicArn: destination, Message: text });
    return;
  }
  const { QueueUrl } = await call('sqs', 'GetQueueUrl', { QueueName: queueNameOf(destination) });
  await call('sqs', 'SendMessage', { QueueUrl, MessageBody: text });
}

function seconds(time: Date | undefined): string | undefined {
  return time?.toISOString().replace(/\.\d+Z$/, 'Z');
}
