import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DriverContext } from './context.ts';

export interface QueueDepth {
  waiting: number;
  /** Received and neither deleted nor visible again: at work, or waiting for another attempt. */
  inFlight: number;
}

/** On AWS approximate. */
export async function queueDepth(
  { aws, signal }: Pick<DriverContext, 'aws' | 'signal'>,
  QueueUrl: string,
): Promise<QueueDepth> {
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
    { abortSignal: signal },
  );
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
