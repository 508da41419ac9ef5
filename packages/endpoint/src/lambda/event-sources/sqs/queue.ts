import type { Message } from '@aws-sdk/client-sqs';
import type { EndpointContext } from '../../../core/context.ts';
import { queueNameOf } from '../source-arn.ts';

/** A queue as its poller uses it. */
export interface Queue {
  /** Waits for messages, up to 20 seconds; an abort gives none and loses none. */
  receive(most: number, signal: AbortSignal): Promise<Message[]>;
  delete(messages: readonly Message[]): Promise<void>;
  /** In milliseconds, as it is set now. */
  visibilityTimeout(): Promise<number>;
}

/** "Batch" actions and receives take ten messages. */
const MAX_AT_ONCE = 10;

/** Throws AwsError when there is no such queue. */
export async function openQueue({ call }: EndpointContext, queueArn: string): Promise<Queue> {
  const { QueueUrl } = await call('sqs', 'GetQueueUrl', { QueueName: queueNameOf(queueArn) });
  return {
    async receive(most, signal) {
      const answer = await call(
        'sqs',
        'ReceiveMessage',
        {
          QueueUrl,
          MaxNumberOfMessages: Math.min(most, MAX_AT_ONCE),
          WaitTimeSeconds: 20,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        },
        { signal },
      ).catch((error: unknown) => {
        if (signal.aborted) return { Messages: [] };
        throw error;
      });
      return answer.Messages ?? [];
    },
    async delete(messages) {
      for (let start = 0; start < messages.length; start += MAX_AT_ONCE) {
        await call('sqs', 'DeleteMessageBatch', {
          QueueUrl,
          Entries: messages.slice(start, start + MAX_AT_ONCE).map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
          })),
        });
      }
    },
    async visibilityTimeout() {
      const { Attributes } = await call('sqs', 'GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['VisibilityTimeout'],
      });
      return Number(Attributes?.VisibilityTimeout ?? 30) * 1000;
    },
  };
}
