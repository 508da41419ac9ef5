import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Endpoint } from '../../src/endpoint.ts';
import { clients } from './endpoint.ts';

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** A queue of the test's own; a FIFO one when its attributes say so. */
export async function createQueue(
  endpoint: Endpoint,
  attributes: Attributes = {},
): Promise<{ url: string; arn: string }> {
  const suffix = attributes.FifoQueue === 'true' ? '.fifo' : '';
  const { QueueUrl: url = '' } = await clients(endpoint)
    .sqs()
    .send(new CreateQueueCommand({ QueueName: `queue-${randomUUID()}${suffix}`, Attributes: attributes }));
  return { url, arn: await queueArn(endpoint, url) };
}

async function queueArn(endpoint: Endpoint, url: string): Promise<string> {
  const { Attributes } = await clients(endpoint)
    .sqs()
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return Attributes?.QueueArn ?? '';
}

export async function attributesOf(endpoint: Endpoint, url: string): Promise<Attributes> {
  const { Attributes = {} } = await clients(endpoint)
    .sqs()
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  return Attributes;
}

/** What one receive of up to ten messages gives, with everything that can be asked for. */
export async function receive(
  endpoint: Endpoint,
  url: string,
  options: { max?: number; visibilityTimeout?: number; wait?: number; attempt?: string } = {},
): Promise<Message[]> {
  const { Messages = [] } = await clients(endpoint)
    .sqs()
    .send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: options.max ?? 10,
        VisibilityTimeout: options.visibilityTimeout,
        WaitTimeSeconds: options.wait,
        ReceiveRequestAttemptId: options.attempt,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
  return Messages;
}

export function bodies(messages: readonly Message[]): string[] {
  return messages.map((message) => message.Body ?? '');
}

/** A topic of the test's own; a FIFO one when its attributes say so. */
export async function createTopic(
  endpoint: Endpoint,
  attributes: Record<string, string> = {},
): Promise<string> {
  const suffix = attributes['FifoTopic'] === 'true' ? '.fifo' : '';
  const { TopicArn = '' } = await clients(endpoint)
    .sns()
    .send(new CreateTopicCommand({ Name: `topic-${randomUUID()}${suffix}`, Attributes: attributes }));
  return TopicArn;
}

/** Lets a topic send to a queue, as CDK does when it subscribes one. */
export function allowTopic(
  endpoint: Endpoint,
  queue: { url: string; arn: string },
  topicArn: string,
): Promise<void> {
  return allow(endpoint, queue, 'sns.amazonaws.com', topicArn);
}

/** Lets buckets send to a queue, as CDK does when it adds a notification. */
export function allowBuckets(
  endpoint: Endpoint,
  queue: { url: string; arn: string },
  bucketArn = 'arn:aws:s3:::*',
): Promise<void> {
  return allow(endpoint, queue, 's3.amazonaws.com', bucketArn);
}

async function allow(
  endpoint: Endpoint,
  queue: { url: string; arn: string },
  service: string,
  sourceArn: string,
): Promise<void> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await clients(endpoint)
    .sqs()
    .send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { Policy: policy } }));
}

/** A queue that may be sent to and is subscribed. */
export async function subscribeQueue(
  endpoint: Endpoint,
  topicArn: string,
  options: { queue?: Attributes; subscription?: Record<string, string> } = {},
): Promise<{ url: string; arn: string; subscriptionArn: string }> {
  const queue = await createQueue(endpoint, options.queue);
  await allowTopic(endpoint, queue, topicArn);
  const { SubscriptionArn = '' } = await clients(endpoint)
    .sns()
    .send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queue.arn,
        Attributes: options.subscription,
        ReturnSubscriptionArn: true,
      }),
    );
  return { ...queue, subscriptionArn: SubscriptionArn };
}
