import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DriverContext } from '../context.ts';

/**
 * Messages in the dead-letter queues of all consumers and of their subscriptions. Exact when at rest; on AWS approximate
 * until then.
 */
export async function countDeadLetters({
  aws,
  system,
}: Pick<DriverContext, 'aws' | 'system'>): Promise<number> {
  const counts = await Promise.all(
    Object.values(system.consumers)
      .flatMap(({ deadLetterUrl, undeliveredUrl }) => [deadLetterUrl, undeliveredUrl])
      .map(async (QueueUrl) => {
        const { Attributes } = await aws.sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: ['ApproximateNumberOfMessages'],
          }),
        );
        return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
      }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
