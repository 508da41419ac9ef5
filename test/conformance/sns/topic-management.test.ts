import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../local/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createQueue, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const sns = () => clients(endpoint).sns();

test('creating a topic again gives its ARN, unless what is asked for differs', async () => {
  const create = (Attributes: Record<string, string>) =>
    sns().send(new CreateTopicCommand({ Name: 'again', Attributes }));
  const { TopicArn } = await create({ DisplayName: 'one' });
  expect(TopicArn).toBe('arn:aws:sns:us-east-1:000000000000:again');
  expect((await create({ DisplayName: 'one' })).TopicArn).toBe(TopicArn);
  expect((await create({})).TopicArn).toBe(TopicArn);
  await expect(create({ DisplayName: 'two' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('different attributes'),
  });
});

test('the name of a FIFO topic ends in .fifo and that of a standard topic does not', async () => {
  await expect(
    sns().send(new CreateTopicCommand({ Name: 'plain', Attributes: { FifoTopic: 'true' } })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(sns().send(new CreateTopicCommand({ Name: 'standard.fifo' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('a topic shows its attributes, those of a FIFO topic too', async () => {
  const TopicArn = await createTopic(endpoint, { FifoTopic: 'true', ContentBasedDeduplication: 'true' });
  await subscribeQueue(endpoint, TopicArn);
  await sns().send(
    new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Orders' }),
  );
  const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({
    TopicArn,
    Owner: '000000000000',
    DisplayName: 'Orders',
    FifoTopic: 'true',
    ContentBasedDeduplication: 'true',
    FifoThroughputScope: 'Topic',
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
    Policy: expect.stringContaining('__default_policy_ID'),
  });
});

test('an unknown attribute is refused', async () => {
  const TopicArn = await createTopic(endpoint);
  await expect(
    sns().send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Colour', AttributeValue: 'blue' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('subscribing again gives the same subscription, unless what is asked for differs', async () => {
  const TopicArn = await createTopic(endpoint);
  const queue = await createQueue(endpoint);
  const subscribe = (Attributes: Record<string, string>) =>
    sns().send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes }));
  const { SubscriptionArn } = await subscribe({ RawMessageDelivery: 'true' });
  expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
  expect((await subscribe({})).SubscriptionArn).toBe(SubscriptionArn);
  await expect(subscribe({ RawMessageDelivery: 'false' })).rejects.toMatchObject({
    message: expect.stringContaining('different attributes'),
  });
});

test('a subscription shows its attributes', async () => {
  const TopicArn = await createTopic(endpoint);
  const FilterPolicy = '{"kind":["order"]}';
  const { arn, subscriptionArn } = await subscribeQueue(endpoint, TopicArn, {
    subscription: { FilterPolicy },
  });
  const { Attributes } = await sns().send(
    new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }),
  );
  expect(Attributes).toMatchObject({
    SubscriptionArn: subscriptionArn,
    TopicArn,
    Protocol: 'sqs',
    Endpoint: arn,
    Owner: '000000000000',
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
    RawMessageDelivery: 'false',
    FilterPolicy,
    FilterPolicyScope: 'MessageAttributes',
  });
});

test('protocols other than queues and functions are refused by name', async () => {
  const TopicArn = await createTopic(endpoint);
  await expect(
    sns().send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', message: expect.stringContaining('email') });
});

test('subscriptions are listed, all and by topic', async () => {
  const TopicArn = await createTopic(endpoint);
  const queue = await subscribeQueue(endpoint, TopicArn);
  const expected = {
    SubscriptionArn: queue.subscriptionArn,
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queue.arn,
    Owner: '000000000000',
  };
  const ofTopic = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(ofTopic.Subscriptions).toEqual([expected]);
  const all = await sns().send(new ListSubscriptionsCommand({}));
  expect(all.Subscriptions).toContainEqual(expected);
});

test('topics are listed in pages of a hundred', async () => {
  for (let index = 0; index < 101; index += 1) await createTopic(endpoint);
  const first = await sns().send(new ListTopicsCommand({}));
  expect(first.Topics).toHaveLength(100);
  const second = await sns().send(new ListTopicsCommand({ NextToken: first.NextToken }));
  expect(second.Topics?.length).toBeGreaterThan(0);
  expect(second.NextToken).toBeUndefined();
});

test('who unsubscribed gets nothing, and may unsubscribe again', async () => {
  const TopicArn = await createTopic(endpoint);
  const { url, subscriptionArn } = await subscribeQueue(endpoint, TopicArn);
  const unsubscribe = () => sns().send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }));
  await unsubscribe();
  await unsubscribe();
  await sns().send(new PublishCommand({ TopicArn, Message: 'x' }));
  expect(bodies(await receive(endpoint, url))).toEqual([]);
});

test('a deleted topic takes its subscriptions along, and may be deleted again', async () => {
  const TopicArn = await createTopic(endpoint);
  const { subscriptionArn } = await subscribeQueue(endpoint, TopicArn);
  await sns().send(new DeleteTopicCommand({ TopicArn }));
  await sns().send(new DeleteTopicCommand({ TopicArn }));
  await expect(
    sns().send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn })),
  ).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('tags are added, replaced and taken away', async () => {
  const { TopicArn: ResourceArn } = await sns().send(
    new CreateTopicCommand({ Name: 'tagged', Tags: [{ Key: 'team', Value: 'a' }] }),
  );
  await sns().send(
    new TagResourceCommand({
      ResourceArn,
      Tags: [
        { Key: 'team', Value: 'b' },
        { Key: 'stage', Value: 'test' },
      ],
    }),
  );
  await sns().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage'] }));
  const { Tags } = await sns().send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'b' }]);
});

test('permissions become statements of the policy, by label', async () => {
  const TopicArn = await createTopic(endpoint);
  const sids = async () => {
    const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn }));
    return JSON.parse(Attributes?.['Policy'] ?? '').Statement.map(({ Sid }: { Sid: string }) => Sid);
  };
  await sns().send(
    new AddPermissionCommand({
      TopicArn,
      Label: 'partner',
      AWSAccountId: ['111111111111'],
      ActionName: ['Publish'],
    }),
  );
  expect(await sids()).toEqual(['__default_statement_ID', 'partner']);
  await sns().send(new RemovePermissionCommand({ TopicArn, Label: 'partner' }));
  expect(await sids()).toEqual(['__default_statement_ID']);
});
