import { PublishBatchCommand, type PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import {
  type Channel,
  CONSUMERS_ATTRIBUTE,
  type DeliveryMessage,
} from '../../schemas/events/delivery-message.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import type { PlannedDelivery } from './plan-deliveries.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/** What SNS and SQS take in one batch. */
const MAX_BATCH = 10;
const DELAY_SECONDS = 1;

/** One message to publish; the deduplication id is for FIFO topics. */
interface Copy {
  message: DeliveryMessage;
  deduplicationId: string;
}

/**
 * Publishes messages in their order, batch by batch. Those with a delay go to the queues of their consumers directly: SNS
 * has none.
 *
 * @throws DriverError `message-refused`
 */
export async function sendDeliveries(
  context: Context,
  channel: Channel,
  plan: readonly PlannedDelivery[],
): Promise<void> {
  const delayed = plan.filter(({ delivery }) => delivery === 'delayed').map(({ message }) => message);
  const copies = plan
    .filter(({ delivery }) => delivery !== 'delayed')
    .flatMap(({ message, delivery }) =>
      (delivery === 'twice' ? ['first', 'second'] : ['first']).map((name): Copy => {
        return { message, deduplicationId: `${message.run}.${message.id}.${name}` };
      }),
    );
  await sendDelayed(context, channel, delayed);
  for (const batch of batches(copies)) await publish(context, channel, batch);
}

async function publish({ aws, system, signal }: Context, channel: Channel, copies: readonly Copy[]) {
  const entries = copies.map(({ message, deduplicationId }, index): PublishBatchRequestEntry => {
    const { consumers, group } = message;
    return {
      Id: String(index),
      Message: JSON.stringify(message),
      MessageAttributes: {
        [CONSUMERS_ATTRIBUTE]: { DataType: 'String.Array', StringValue: JSON.stringify(consumers) },
      },
      ...(channel === 'fifo' && { MessageGroupId: group, MessageDeduplicationId: deduplicationId }),
    };
  });
  const TopicArn = system.deliveries.topics[channel].topicArn;
  const command = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries });
  checkTaken((await aws.sns.send(command, { abortSignal: signal })).Failed);
}

async function sendDelayed(
  { aws, system, signal }: Context,
  channel: Channel,
  messages: readonly DeliveryMessage[],
): Promise<void> {
  for (const [semantics, { queueUrl: QueueUrl }] of Object.entries(system.deliveries.queues[channel])) {
    const wanted = messages.filter(({ consumers }) => consumers.some((consumer) => consumer === semantics));
    for (const batch of batches(wanted)) {
      const Entries = batch.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
        DelaySeconds: DELAY_SECONDS,
      }));
      const command = new SendMessageBatchCommand({ QueueUrl, Entries });
      checkTaken((await aws.sqs.send(command, { abortSignal: signal })).Failed);
    }
  }
}

function checkTaken(failed: readonly { Code?: string | undefined }[] = []): void {
  const [first] = failed;
  if (first === undefined) return;
  const code = first.Code ?? 'unknown';
  throw new DriverError('message-refused', `${failed.length} messages of a batch were refused: ${code}`, {
    subject: code,
  });
}

function batches<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / MAX_BATCH);
  return Array.from({ length: count }, (_, index) => items.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH));
}
