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
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
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
  const spelledOut = { RawMessageDelivery: 'True', FilterPolicyScope: 'MessageAttributes' };
  expect((await subscribe(spelledOut)).SubscriptionArn).toBe(SubscriptionArn);
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

test('a subscription shows the scope of its policy only while it has one', async () => {
  const TopicArn = await createTopic(endpoint);
  const { subscriptionArn: SubscriptionArn } = await subscribeQueue(endpoint, TopicArn, {
    subscription: { FilterPolicyScope: 'MessageBody' },
  });
  const shown = async () =>
    (await sns().send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes?.[
      'FilterPolicyScope'
    ];
  expect(await shown()).toBeUndefined();
  await sns().send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":["b"]}',
    }),
  );
  expect(await shown()).toBe('MessageBody');
});

test.each([
  ['Colour', 'blue', 'AttributeName'],
  ['RawMessageDelivery', 'perhaps', 'RawMessageDelivery: Invalid value [perhaps]. Must be true or false.'],
  ['RawMessageDelivery', '', 'RawMessageDelivery: Invalid value []. Must be true or false.'],
  ['FilterPolicyScope', 'Headers', 'FilterPolicyScope: Invalid value [Headers]'],
  ['RedrivePolicy', '{"deadLetterTargetArn":"fake"}', 'deadLetterTargetArn is an invalid arn'],
  ['RedrivePolicy', '{invalid}', 'RedrivePolicy: failed to parse JSON.'],
])('the attribute %s of a subscription cannot be %s', async (AttributeName, AttributeValue, message) => {
  const TopicArn = await createTopic(endpoint);
  const { subscriptionArn: SubscriptionArn } = await subscribeQueue(endpoint, TopicArn);
  await expect(
    sns().send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

test('a FIFO queue that is subscribed has a FIFO dead-letter queue', async () => {
  const TopicArn = await createTopic(endpoint, { FifoTopic: 'true' });
  const [standard, fifo] = [await createQueue(endpoint), await createQueue(endpoint, { FifoQueue: 'true' })];
  const subscribe = (Endpoint: string) => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: standard.arn });
    return sns().send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RedrivePolicy } }),
    );
  };
  await subscribe(standard.arn);
  await expect(subscribe(fifo.arn)).rejects.toMatchObject({
    message: expect.stringContaining('must use a FIFO queue as DLQ'),
  });
});

test.each([
  ['randomstring', 'An ARN must have at least 6 elements, not 1'],
  ['arn:aws:sns:us-east-1:random', 'An ARN must have at least 6 elements, not 5'],
  ['arn:aws:sns:us-east-1:111111111111:random', 'Invalid parameter: SubscriptionId'],
])('%s is not the ARN of a subscription', async (SubscriptionArn, message) => {
  await expect(sns().send(new UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message),
  });
});

test('protocols other than queues and functions are refused by name', async () => {
  const TopicArn = await createTopic(endpoint);
  await expect(
    sns().send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' })),
  ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('email') });
  await expect(
    sns().send(new SubscribeCommand({ TopicArn, Protocol: 'pigeon', Endpoint: 'a@example.com' })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('does not support this protocol string: pigeon'),
  });
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
  const twice = { Key: 'twice', Value: 'x' };
  await expect(
    sns().send(new TagResourceCommand({ ResourceArn, Tags: [twice, twice] })),
  ).rejects.toMatchObject({ message: expect.stringContaining('Duplicated keys are not allowed.') });
  await sns().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage'] }));
  const { Tags } = await sns().send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'b' }]);
});

test('permissions become statements of the policy, by label', async () => {
  const TopicArn = await createTopic(endpoint);
  const statements = async () => {
    const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn }));
    return JSON.parse(Attributes?.['Policy'] ?? '').Statement;
  };
  const add = (Label: string, ...ActionName: string[]) =>
    sns().send(new AddPermissionCommand({ TopicArn, Label, AWSAccountId: ['111111111111'], ActionName }));
  const expected = (Sid: string, Action: string | string[]) => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    Action,
    Resource: TopicArn,
  });
  await add('one', 'Publish');
  await add('two', 'Publish', 'Subscribe');
  expect((await statements()).slice(1)).toEqual([
    expected('one', 'SNS:Publish'),
    expected('two', ['SNS:Publish', 'SNS:Subscribe']),
  ]);
  await expect(add('one', 'Publish')).rejects.toMatchObject({
    message: expect.stringContaining('Statement already exists'),
  });
  await expect(add('other', 'InvalidAction')).rejects.toMatchObject({
    message: expect.stringContaining('Policy statement action out of service scope!'),
  });
  await sns().send(new RemovePermissionCommand({ TopicArn, Label: 'one' }));
  expect((await statements()).map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    '__default_statement_ID',
    'two',
  ]);
});

test('a policy allows what topics have, and nothing else', async () => {
  const TopicArn = await createTopic(endpoint);
  const set = (Action: string[]) => {
    const Statement = [{ Effect: 'Allow', Principal: '*', Action, Resource: TopicArn }];
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement });
    return sns().send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  };
  await set(['sns:Publish', 'SNS:Subscribe']);
  await expect(set(['sns:Publish', 'sns:CreateTopic'])).rejects.toMatchObject({
    message: expect.stringContaining('Policy statement action out of service scope!'),
  });
});

test('a topic shows the delivery policy that is in effect', async () => {
  const TopicArn = await createTopic(endpoint);
  const shown = async () => {
    const { Attributes = {} } = await sns().send(new GetTopicAttributesCommand({ TopicArn }));
    return [Attributes['DeliveryPolicy'], Attributes['EffectiveDeliveryPolicy']].map((text) =>
      text === undefined ? undefined : JSON.parse(text),
    );
  };
  const set = (AttributeValue: string) =>
    sns().send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DeliveryPolicy', AttributeValue }));
  const defaults = {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  };
  expect(await shown()).toEqual([undefined, { http: defaults }]);

  const defaultHealthyRetryPolicy = { minDelayTarget: 5, maxDelayTarget: 6, numRetries: 1 };
  await set(JSON.stringify({ http: { defaultHealthyRetryPolicy, defaultRequestPolicy: null } }));
  expect(await shown()).toEqual([
    { http: { defaultHealthyRetryPolicy, disableSubscriptionOverrides: false } },
    {
      http: {
        ...defaults,
        defaultHealthyRetryPolicy: { ...defaults.defaultHealthyRetryPolicy, ...defaultHealthyRetryPolicy },
      },
    },
  ]);
  await set('');
  expect(await shown()).toEqual([undefined, { http: defaults }]);
  await expect(set('{invalid}')).rejects.toMatchObject({
    message: expect.stringContaining('DeliveryPolicy: failed to parse JSON.'),
  });
  await expect(set('{"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}}')).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});
