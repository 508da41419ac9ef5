import { randomBytes } from 'node:crypto';
import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { produceEvent } from '../../driver/messages/produce-event.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { firstProducer } from '../../driver/rollout/first-producer.ts';
import { waitForReleases } from '../../driver/rollout/wait-for-releases.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { EVENT_MESSAGE_ATTRIBUTES } from '../../schemas/events/message-attributes.ts';
import { ORDER_EVENT_TYPES } from '../../schemas/events/order-events.ts';
import { deployedShop } from './support/deployed-shop.ts';

test('a subscription gets the events of one type only, by the message attributes of relay v2', async () => {
  const shop = await deployedShop();
  const context = { ...shop, signal: new AbortController().signal };
  const { aws, system, traffic } = shop;
  const { functionName } = system.relay;
  const before = await traffic.read(functionName);
  const releases = await readReleases(aws.lambda, functionName);
  await traffic.shift(functionName, { version: versionOf(releases, 'v2') });
  onTestFinished(() => traffic.shift(functionName, { version: before.version }));
  await waitForReleases(context, 'relay', ['v2']);

  const run = `filter-${randomBytes(4).toString('hex')}`;
  const { StackResources = [] } = await aws.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: 'Dataflow-Messaging' }),
  );
  const topic = StackResources.find(({ ResourceType }) => ResourceType === 'AWS::SNS::Topic');
  const TopicArn = topic?.PhysicalResourceId;
  const { QueueUrl } = await aws.sqs.send(
    new CreateQueueCommand({ QueueName: `${run}.fifo`, Attributes: { FifoQueue: 'true' } }),
  );
  onTestFinished(async () => {
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: Attributes?.QueueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const { SubscriptionArn } = await aws.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      ReturnSubscriptionArn: true,
      Attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ [EVENT_MESSAGE_ATTRIBUTES.type]: [ORDER_EVENT_TYPES.cancellation] }),
      },
    }),
  );
  onTestFinished(async () => {
    await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  });

  const version = await firstProducer(context);
  await produceEvent(context, version, 'order', `${run}-order`);
  await produceEvent(context, version, 'cancellation', `${run}-cancellation`);
  const [message] = await eventually('a message comes', async () => {
    const { Messages } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    return Messages;
  });
  // The order was published before it.
  expect(JSON.parse(message?.Body ?? '')).toMatchObject({ subject: `${run}-cancellation` });
  expect(message?.MessageAttributes?.[EVENT_MESSAGE_ATTRIBUTES.schema]?.StringValue).toBe(
    'urn:shop:schemas:order:v1',
  );
});
