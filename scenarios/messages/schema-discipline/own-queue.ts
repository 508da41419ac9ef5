import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const WITHIN_MS = 30_000;
const BATCH = 10;

/** Sends messages to a FIFO queue that exists for them alone, and returns what was received there, in order. */
export async function sentAndReceived(
  { aws, run, signal }: ScenarioContext,
  bodies: readonly string[],
): Promise<string[]> {
  const { QueueUrl } = await aws.sqs.send(
    new CreateQueueCommand({
      QueueName: `${run}-assessments.fifo`,
      Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
    }),
  );
  try {
    for (const MessageBody of bodies) {
      await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: run }));
    }
    const received: string[] = [];
    const isComplete = async () => {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: 1 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        received.push(Body);
        await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return received.length >= bodies.length;
    };
    await waitUntil(isComplete, WITHIN_MS, signal);
    return received;
  } finally {
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
}
