import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { attributesOf, createQueue, receive } from '../../support/messaging.ts';

const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const sqs = () => clients(endpoint).sqs();

test('a queue URL names the account and the queue', async () => {
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'named' }));
  expect(QueueUrl).toBe(`${endpoint.url}/000000000000/named`);
  const found = await sqs().send(new GetQueueUrlCommand({ QueueName: 'named' }));
  expect(found.QueueUrl).toBe(QueueUrl);
});

test.each([
  ['of another host', 'http://sqs.us-east-1.localhost:9999/000000000000/hosted'],
  ['that is just the name', 'hosted'],
])('a queue is found by a URL %s', async (_what, QueueUrl) => {
  await sqs().send(new CreateQueueCommand({ QueueName: 'hosted' }));
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
});

test('a queue of another account does not exist', async () => {
  await sqs().send(new CreateQueueCommand({ QueueName: 'mine' }));
  const QueueUrl = `${endpoint.url}/111111111111/mine`;
  await expect(sqs().send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
});

test('creating a queue again gives its URL, unless something that is asked for differs', async () => {
  const create = (Attributes: Record<string, string>) =>
    sqs().send(new CreateQueueCommand({ QueueName: 'again', Attributes }));
  const first = await create({ VisibilityTimeout: '60' });
  expect((await create({ VisibilityTimeout: '60' })).QueueUrl).toBe(first.QueueUrl);
  expect((await create({})).QueueUrl).toBe(first.QueueUrl);
  await expect(create({ VisibilityTimeout: '61' })).rejects.toMatchObject({
    name: 'QueueNameExists',
    Code: 'QueueAlreadyExists',
    message: expect.stringContaining('VisibilityTimeout'),
  });
});

test('a redrive policy is the same however its JSON is written', async () => {
  const dead = await createQueue(endpoint);
  const create = (RedrivePolicy: string) =>
    sqs().send(new CreateQueueCommand({ QueueName: 'redriving', Attributes: { RedrivePolicy } }));
  await create(`{"deadLetterTargetArn":"${dead.arn}","maxReceiveCount":3}`);
  await create(`{ "maxReceiveCount": "3", "deadLetterTargetArn": "${dead.arn}" }`);
});

test('a standard queue begins with the defaults of AWS', async () => {
  const { url, arn } = await createQueue(endpoint);
  expect(await attributesOf(endpoint, url)).toEqual({
    QueueArn: arn,
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    CreatedTimestamp: String(clock.now() / 1000),
    LastModifiedTimestamp: String(clock.now() / 1000),
    DelaySeconds: '0',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    VisibilityTimeout: '30',
  });
});

test('a FIFO queue also says how it deduplicates', async () => {
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  expect(await attributesOf(endpoint, url)).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  });
});

test('attributes that are set are shown, and date the queue', async () => {
  const { url } = await createQueue(endpoint);
  await clock.advance(5_000);
  await sqs().send(
    new SetQueueAttributesCommand({
      QueueUrl: url,
      Attributes: { VisibilityTimeout: '90', KmsMasterKeyId: 'alias/aws/sqs' },
    }),
  );
  expect(await attributesOf(endpoint, url)).toMatchObject({
    VisibilityTimeout: '90',
    KmsMasterKeyId: 'alias/aws/sqs',
    SqsManagedSseEnabled: 'false',
    LastModifiedTimestamp: String(clock.now() / 1000),
  });
});

test('an empty value takes a policy away', async () => {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const { url } = await createQueue(endpoint, { Policy: policy });
  expect(await attributesOf(endpoint, url)).toMatchObject({ Policy: policy });
  await sqs().send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: '' } }));
  expect(await attributesOf(endpoint, url)).not.toHaveProperty('Policy');
});

test.each<[string, string, string]>([
  ['DelaySeconds', '901', 'InvalidAttributeValue'],
  ['MaximumMessageSize', '1023', 'InvalidAttributeValue'],
  ['MaximumMessageSize', '1048577', 'InvalidAttributeValue'],
  ['MessageRetentionPeriod', '59', 'InvalidAttributeValue'],
  ['VisibilityTimeout', 'soon', 'InvalidAttributeValue'],
  ['RedrivePolicy', '{}', 'InvalidParameterValue'],
  ['RedrivePolicy', 'not json', 'InvalidParameterValue'],
  ['FifoQueue', 'false', 'InvalidAttributeName'],
  ['DeduplicationScope', 'queue', 'InvalidAttributeName'],
  ['Policy', 'not json', 'InvalidAttributeValue'],
  ['ContentBasedDeduplication', 'true', 'InvalidAttributeName'],
  ['Colour', 'blue', 'InvalidAttributeName'],
])('%s %s is refused in a standard queue', async (name, value, Code) => {
  const { url } = await createQueue(endpoint);
  const Attributes = { [name]: value };
  await expect(
    sqs().send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes })),
  ).rejects.toMatchObject({ Code });
});

test.each([
  ['without maxReceiveCount', {}, 'mandatory attribute: maxReceiveCount'],
  ['with a maxReceiveCount of 0', { maxReceiveCount: 0 }, '1 to 1000'],
  ['with a maxReceiveCount of 1001', { maxReceiveCount: 1001 }, '1 to 1000'],
])('a redrive policy %s is refused', async (_what, rest, message) => {
  const dead = await createQueue(endpoint);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, ...rest });
  await expect(createQueue(endpoint, { RedrivePolicy })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining(message),
  });
});

test('a queue is made a FIFO queue or not when it is created, and only then', async () => {
  await expect(createQueue(endpoint, { FifoQueue: 'false' })).rejects.toMatchObject({
    Code: 'InvalidAttributeName',
  });
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  const set = (FifoQueue: string) =>
    sqs().send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { FifoQueue } }));
  await set('true');
  await expect(set('false')).rejects.toMatchObject({ Code: 'InvalidAttributeValue' });
});

test('a boolean attribute may begin with a capital letter', async () => {
  const { QueueUrl = '' } = await sqs().send(
    new CreateQueueCommand({
      QueueName: 'capital.fifo',
      Attributes: { FifoQueue: 'True', ContentBasedDeduplication: 'True' },
    }),
  );
  expect(await attributesOf(endpoint, QueueUrl)).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
  });
});

test('a queue has one kind of encryption', async () => {
  const { url } = await createQueue(endpoint);
  const set = (Attributes: Record<string, string>) =>
    sqs().send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  await expect(set({ KmsMasterKeyId: 'alias/key', SqsManagedSseEnabled: 'true' })).rejects.toMatchObject({
    Code: 'InvalidAttributeName',
    message: expect.stringContaining('one type of server-side encryption'),
  });
  await set({ KmsMasterKeyId: 'alias/key', KmsDataKeyReusePeriodSeconds: '6000' });
  expect(await attributesOf(endpoint, url)).toMatchObject({
    KmsDataKeyReusePeriodSeconds: '6000',
    SqsManagedSseEnabled: 'false',
  });
  await set({ SqsManagedSseEnabled: 'true' });
  const attributes = await attributesOf(endpoint, url);
  expect(attributes).not.toHaveProperty('KmsMasterKeyId');
  expect(attributes).not.toHaveProperty('KmsDataKeyReusePeriodSeconds');
});

test.each([
  ['no queue URL', '', 'MissingParameter', 400],
  ['a URL of no queue', 'http://127.0.0.1/', 'InvalidAddress', 404],
  ['an account that is none', 'http://127.0.0.1/orders/mine', 'InvalidAddress', 404],
])('a request with %s is refused', async (_what, QueueUrl, Code, httpStatusCode) => {
  await expect(sqs().send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    Code,
    $metadata: { httpStatusCode },
  });
});

test('high throughput of a FIFO queue needs deduplication by message group', async () => {
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  const set = (Attributes: Record<string, string>) =>
    sqs().send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  await expect(set({ FifoThroughputLimit: 'perMessageGroupId' })).rejects.toMatchObject({
    Code: 'InvalidAttributeValue',
  });
  await set({ FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' });
});

test('only attributes that are asked for are shown, and unknown ones are refused', async () => {
  const { url } = await createQueue(endpoint);
  const ask = (AttributeNames: string[]) =>
    sqs().send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: AttributeNames as QueueAttributeName[],
      }),
    );
  expect((await ask(['DelaySeconds', 'RedrivePolicy'])).Attributes).toEqual({ DelaySeconds: '0' });
  expect((await ask([])).Attributes).toBeUndefined();
  await expect(ask(['Colour'])).rejects.toMatchObject({ Code: 'InvalidAttributeName' });
});

test('queues are listed by prefix and in pages', async () => {
  for (const n of [1, 2, 3]) await sqs().send(new CreateQueueCommand({ QueueName: `listed-${n}` }));
  const list = (input: ListQueuesCommand['input']) =>
    sqs().send(new ListQueuesCommand({ QueueNamePrefix: 'listed-', ...input }));
  const names = (urls: string[] = []) => urls.map((url) => url.split('/').at(-1));
  expect(names((await list({})).QueueUrls)).toEqual(['listed-1', 'listed-2', 'listed-3']);
  const first = await list({ MaxResults: 2 });
  expect(names(first.QueueUrls)).toEqual(['listed-1', 'listed-2']);
  const second = await list({ MaxResults: 2, NextToken: first.NextToken });
  expect(names(second.QueueUrls)).toEqual(['listed-3']);
  expect(second.NextToken).toBeUndefined();
});

test('a deleted queue is gone with its messages', async () => {
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'deleted' }));
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await sqs().send(new DeleteQueueCommand({ QueueUrl }));
  await expect(sqs().send(new GetQueueUrlCommand({ QueueName: 'deleted' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await sqs().send(new CreateQueueCommand({ QueueName: 'deleted' }));
  expect(await receive(endpoint, QueueUrl ?? '')).toEqual([]);
});

test('a purge takes everything, and only one in a minute', async () => {
  const { url } = await createQueue(endpoint);
  const purge = () => sqs().send(new PurgeQueueCommand({ QueueUrl: url }));
  await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'visible' }));
  await sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'delayed', DelaySeconds: 60 }));
  await receive(endpoint, url, { max: 1 });
  await purge();
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
  await expect(purge()).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
    $metadata: { httpStatusCode: 403 },
  });
  await clock.advance(60_000);
  await purge();
});

test('tags are added, replaced and taken away', async () => {
  const { url } = await createQueue(endpoint);
  await sqs().send(new TagQueueCommand({ QueueUrl: url, Tags: { team: 'a', stage: 'test' } }));
  await sqs().send(new TagQueueCommand({ QueueUrl: url, Tags: { team: 'b' } }));
  await sqs().send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['stage', 'none'] }));
  const { Tags } = await sqs().send(new ListQueueTagsCommand({ QueueUrl: url }));
  expect(Tags).toEqual({ team: 'b' });
});

test('permissions become statements of the policy, by label', async () => {
  const { url, arn } = await createQueue(endpoint);
  const input = {
    QueueUrl: url,
    Label: 'partner',
    AWSAccountIds: ['111111111111'],
    Actions: ['SendMessage'],
  };
  await sqs().send(new AddPermissionCommand(input));
  const { Policy = '' } = await attributesOf(endpoint, url);
  expect(JSON.parse(Policy).Statement).toEqual([
    {
      Sid: 'partner',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: 'SQS:SendMessage',
      Resource: arn,
    },
  ]);
  await expect(sqs().send(new AddPermissionCommand(input))).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
  await expect(
    sqs().send(new AddPermissionCommand({ ...input, Label: 'other', Actions: ['DeleteQueue'] })),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await sqs().send(new RemovePermissionCommand({ QueueUrl: url, Label: 'partner' }));
  expect(await attributesOf(endpoint, url)).not.toHaveProperty('Policy');
});

test('a receipt handle of another queue is refused', async () => {
  const { DeleteMessageCommand } = await import('@aws-sdk/client-sqs');
  const [one, other] = [await createQueue(endpoint), await createQueue(endpoint)];
  await sqs().send(new SendMessageCommand({ QueueUrl: one.url, MessageBody: 'x' }));
  const [message] = await receive(endpoint, one.url);
  const { ReceiptHandle } = message ?? {};
  await expect(
    sqs().send(new DeleteMessageCommand({ QueueUrl: other.url, ReceiptHandle })),
  ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
});
