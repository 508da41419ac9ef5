import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';

/** How often and how soon a queue hands over a message that failed. */
export interface RetrySettings {
  visibilityTimeoutSeconds: number;
  maxReceiveCount: number;
}

const RedrivePolicy = z.looseObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });

/**
 * Does `work` while a queue has other retry settings, and puts its own back whatever happens.
 *
 * On AWS a change of a queue takes up to 60 seconds to reach all of it (SQS API reference, SetQueueAttributes).
 *
 * @param work gets the queue's own settings
 */
export async function withRetrySettings<T>(
  { aws }: Pick<DriverContext, 'aws'>,
  QueueUrl: string,
  settings: RetrySettings,
  work: (own: RetrySettings) => Promise<T>,
): Promise<T> {
  const { Attributes = {} } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
  );
  const policy = RedrivePolicy.parse(JSON.parse(Attributes['RedrivePolicy'] ?? '{}'));
  const own = {
    visibilityTimeoutSeconds: Number(Attributes['VisibilityTimeout']),
    maxReceiveCount: policy.maxReceiveCount,
  };
  const use = ({ visibilityTimeoutSeconds, maxReceiveCount }: RetrySettings) =>
    aws.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: {
          VisibilityTimeout: String(visibilityTimeoutSeconds),
          RedrivePolicy: JSON.stringify({ ...policy, maxReceiveCount }),
        },
      }),
    );
  await use(settings);
  try {
    return await work(own);
  } finally {
    await use(own);
  }
}
