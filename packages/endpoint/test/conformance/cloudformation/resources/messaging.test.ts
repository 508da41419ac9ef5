import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  PublishCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import { createStack, deleteStack, outputs, template, updateStack } from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

/** A FIFO topic that delivers to a FIFO queue with dead letters, with the policies that this needs. */
const body = (subscription: object, display: string) =>
  template(
    {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { FifoTopic: true, ContentBasedDeduplication: true, DisplayName: display },
      },
      Dead: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          FifoQueue: true,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'sns.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
                Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } },
              },
            ],
          },
        },
      },
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [{ Ref: 'Topic' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: display,
                Effect: 'Allow',
                Principal: { AWS: '*' },
                Action: 'sns:Publish',
                Resource: { Ref: 'Topic' },
              },
            ],
          },
        },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          ...subscription,
        },
        DependsOn: 'QueuePolicy',
      },
    },
    {
      Outputs: {
        Topic: { Value: { Ref: 'Topic' } },
        Queue: { Value: { Ref: 'Queue' } },
        Subscription: { Value: { Ref: 'Subscription' } },
      },
    },
  );

test('a topic delivers to a queue as the template says, and as it says after an update', async () => {
  const client = aws.cloudformation();
  const created = await createStack(client, 'Messages', body({ RawMessageDelivery: true }, 'first'));
  expect(created.StackStatus, created.StackStatusReason).toBe('CREATE_COMPLETE');
  const { Topic: TopicArn, Queue: QueueUrl, Subscription: SubscriptionArn } = outputs(created);
  expect(TopicArn).toMatch(/^arn:aws:sns:.*:Messages-Topic-[0-9A-Z]{12}\.fifo$/);
  const publish = (Message: string, kind?: string) =>
    aws.sns().send(
      new PublishCommand({
        TopicArn,
        Message,
        MessageGroupId: 'g',
        ...(kind && { MessageAttributes: { kind: { DataType: 'String', StringValue: kind } } }),
      }),
    );
  const receive = async () => {
    const { Messages } = await aws.sqs().send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 5,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
      }),
    );
    return (Messages ?? []).map((message) => message.Body);
  };
  await publish('raw');
  expect(await receive()).toEqual(['raw']);

  const filtered = { RawMessageDelivery: true, FilterPolicy: { kind: ['wanted'] } };
  const updated = await updateStack(client, 'Messages', body(filtered, 'second'));
  expect(updated.StackStatus, updated.StackStatusReason).toBe('UPDATE_COMPLETE');
  expect(outputs(updated)['Subscription']).toBe(SubscriptionArn);
  const { Attributes: topic } = await aws.sns().send(new GetTopicAttributesCommand({ TopicArn }));
  expect(topic).toMatchObject({ DisplayName: 'second', Policy: expect.stringContaining('second') });
  const { Attributes } = await aws.sns().send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(JSON.parse(Attributes?.['FilterPolicy'] ?? '{}')).toEqual({ kind: ['wanted'] });

  await updateStack(client, 'Messages', body({}, 'third'));
  const { Attributes: plain } = await aws
    .sns()
    .send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(plain?.['RawMessageDelivery']).toBe('false');
  const { Attributes: queue } = await aws
    .sqs()
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(JSON.parse(queue?.['RedrivePolicy'] ?? '{}')).toMatchObject({ maxReceiveCount: 3 });
  expect(queue?.['Policy']).toContain('sns.amazonaws.com');
  const deleted = await deleteStack(client, 'Messages');
  expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
});
