import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ListDeadLetterSourceQueuesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { attributesOf, bodies, createQueue, receive } from '../../support/messaging.ts';

const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const redriveTo = (arn: string, maxReceiveCount: number) =>
  JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });

const send = (url: string, body: string, group?: string) =>
  clients(endpoint)
    .sqs()
    .send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
        ...(group && { MessageGroupId: group, MessageDeduplicationId: body }),
      }),
    );

test('a message that was received as often as allowed goes to the dead-letter queue instead', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 2) });
  await send(queue.url, 'poison');
  expect(await receive(endpoint, queue.url, { visibilityTimeout: 0 })).toHaveLength(1);
  expect(await receive(endpoint, queue.url, { visibilityTimeout: 0 })).toHaveLength(1);
  expect(await receive(endpoint, queue.url)).toEqual([]);
  expect(bodies(await receive(endpoint, dead.url))).toEqual(['poison']);
});

test('a dead letter keeps its id, its attributes and its count, and names its source', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  const { MessageId } = await send(queue.url, 'poison');
  const [before] = await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  const [letter] = await receive(endpoint, dead.url);
  expect(letter).toMatchObject({
    MessageId,
    MessageAttributes: { kind: { StringValue: 'test' } },
    Attributes: {
      DeadLetterQueueSourceArn: queue.arn,
      ApproximateReceiveCount: '2',
      SentTimestamp: before?.Attributes?.SentTimestamp,
    },
  });
});

test('a receive goes past dead letters to what comes after them', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'poison');
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await send(queue.url, 'good');
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['good']);
});

test('the next of a FIFO group comes when the one before it is a dead letter', async () => {
  const dead = await createQueue(endpoint, { FifoQueue: 'true' });
  const queue = await createQueue(endpoint, { FifoQueue: 'true', RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'a1', 'a');
  await send(queue.url, 'a2', 'a');
  await receive(endpoint, queue.url, { max: 1, visibilityTimeout: 0 });
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['a2']);
  const [letter] = await receive(endpoint, dead.url);
  expect(letter).toMatchObject({
    Body: 'a1',
    Attributes: { MessageGroupId: 'a', MessageDeduplicationId: 'a1', DeadLetterQueueSourceArn: queue.arn },
  });
});

test('a waiting consumer of the dead-letter queue is given a dead letter at once', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'poison');
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  const waiting = receive(endpoint, dead.url, { wait: 20 });
  await receive(endpoint, queue.url);
  expect(bodies(await waiting)).toEqual(['poison']);
});

test('without its dead-letter queue a message stays where it is', async () => {
  const { DeleteQueueCommand } = await import('@aws-sdk/client-sqs');
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  await clients(endpoint)
    .sqs()
    .send(new DeleteQueueCommand({ QueueUrl: dead.url }));
  await send(queue.url, 'poison');
  for (let round = 0; round < 3; round += 1) {
    expect(await receive(endpoint, queue.url, { visibilityTimeout: 0 })).toHaveLength(1);
  }
});

test('in a standard queue the age of a dead letter goes on', async () => {
  const dead = await createQueue(endpoint, { MessageRetentionPeriod: '100' });
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'poison');
  await clock.advance(60_000);
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  await clock.advance(40_000);
  expect(await attributesOf(endpoint, dead.url)).toMatchObject({ ApproximateNumberOfMessages: '0' });
});

test('in a FIFO queue the age of a dead letter starts anew', async () => {
  const dead = await createQueue(endpoint, { FifoQueue: 'true', MessageRetentionPeriod: '100' });
  const queue = await createQueue(endpoint, { FifoQueue: 'true', RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'poison', 'a');
  await clock.advance(60_000);
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  await clock.advance(40_000);
  expect(await attributesOf(endpoint, dead.url)).toMatchObject({ ApproximateNumberOfMessages: '1' });
});

test('a dead letter can be deleted like any message', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  await send(queue.url, 'poison');
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  const [letter] = await receive(endpoint, dead.url);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: dead.url, ReceiptHandle: letter?.ReceiptHandle }));
  expect(await attributesOf(endpoint, dead.url)).toMatchObject({
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('a dead-letter queue lists the queues that send to it', async () => {
  const dead = await createQueue(endpoint);
  const queue = await createQueue(endpoint, { RedrivePolicy: redriveTo(dead.arn, 1) });
  const { queueUrls } = await clients(endpoint)
    .sqs()
    .send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }));
  expect(queueUrls).toEqual([queue.url]);
});

test('a dead-letter queue must exist and be of the same type', async () => {
  const sqs = clients(endpoint).sqs();
  const standard = await createQueue(endpoint);
  const missing = `${standard.arn}-missing`;
  await expect(
    sqs.send(
      new CreateQueueCommand({ QueueName: 'x', Attributes: { RedrivePolicy: redriveTo(missing, 1) } }),
    ),
  ).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining('does not exist'),
  });
  await expect(
    sqs.send(
      new CreateQueueCommand({
        QueueName: 'x.fifo',
        Attributes: { FifoQueue: 'true', RedrivePolicy: redriveTo(standard.arn, 1) },
      }),
    ),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue', message: expect.stringContaining('same type') });
});

test('a dead-letter queue decides whose dead letters it takes', async () => {
  const sqs = clients(endpoint).sqs();
  const queue = await createQueue(endpoint);
  const closed = await createQueue(endpoint, {
    RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'denyAll' }),
  });
  const open = await createQueue(endpoint, {
    RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
  });
  const set = (arn: string) =>
    sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queue.url,
        Attributes: { RedrivePolicy: redriveTo(arn, 1) },
      }),
    );
  await expect(set(closed.arn)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await set(open.arn);
});
