import { PublishBatchCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createQueue, createTopic, receive, subscribeQueue } from '../../support/messaging.ts';

const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const FIFO_QUEUE = { FifoQueue: 'true' as const };
const RAW = { RawMessageDelivery: 'true' };

const createFifo = (attributes: Record<string, string> = {}) =>
  createTopic(endpoint, { FifoTopic: 'true', ...attributes });

const publish = (TopicArn: string, Message: string, options: Partial<PublishCommand['input']> = {}) =>
  clients(endpoint)
    .sns()
    .send(
      new PublishCommand({
        TopicArn,
        Message,
        MessageGroupId: 'a',
        MessageDeduplicationId: Message,
        ...options,
      }),
    );

test('a FIFO queue receives the messages of a group in the order of publishing', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE, subscription: RAW });
  const messages = Array.from({ length: 10 }, (_, index) => `${index}`);
  // Concurrent publishes are accepted in some order; that of the sequence numbers must be that of the queue.
  const published = await Promise.all(
    messages.map(async (body) => ({ body, number: (await publish(topicArn, body)).SequenceNumber ?? '' })),
  );
  const inOrder = published.sort((a, b) => (a.number < b.number ? -1 : 1)).map(({ body }) => body);
  expect(bodies(await receive(endpoint, queue.url))).toEqual(inOrder);
});

test('group and deduplication id go on to the queue', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE, subscription: RAW });
  await publish(topicArn, 'hello', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
  const [message] = await receive(endpoint, queue.url);
  expect(message?.Attributes).toMatchObject({ MessageGroupId: 'g', MessageDeduplicationId: 'd' });
});

test('publishing answers with a sequence number of 20 digits, and the envelope has it too', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE });
  const first = await publish(topicArn, '1');
  const second = await publish(topicArn, '2');
  expect(first.SequenceNumber).toMatch(/^\d{20}$/);
  expect(String(second.SequenceNumber) > String(first.SequenceNumber)).toBe(true);
  const [message] = await receive(endpoint, queue.url);
  const body = JSON.parse(message?.Body ?? '');
  expect(body).toMatchObject({ Type: 'Notification', Message: '1', SequenceNumber: first.SequenceNumber });
  expect(body).not.toHaveProperty('Signature');
});

test('a repetition within five minutes is accepted and delivered to nobody', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE, subscription: RAW });
  const first = await publish(topicArn, 'first', { MessageDeduplicationId: 'd' });
  const again = await publish(topicArn, 'again', { MessageDeduplicationId: 'd' });
  expect(again.MessageId).toBe(first.MessageId);
  expect(again.SequenceNumber).toBe(first.SequenceNumber);
  await clock.advance(5 * 60_000);
  await publish(topicArn, 'later', { MessageDeduplicationId: 'd' });
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['first', 'later']);
});

test('content-based deduplication takes the place of an id', async () => {
  const topicArn = await createFifo({ ContentBasedDeduplication: 'true' });
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE, subscription: RAW });
  await publish(topicArn, 'same', { MessageDeduplicationId: undefined });
  await publish(topicArn, 'same', { MessageDeduplicationId: undefined });
  expect(await receive(endpoint, queue.url)).toHaveLength(1);
});

test('deduplication may be by message group', async () => {
  const topicArn = await createFifo({ FifoThroughputScope: 'MessageGroup' });
  const queue = await subscribeQueue(endpoint, topicArn, {
    queue: { ...FIFO_QUEUE, DeduplicationScope: 'messageGroup' },
    subscription: RAW,
  });
  await publish(topicArn, 'in a', { MessageGroupId: 'a', MessageDeduplicationId: 'd' });
  await publish(topicArn, 'in b', { MessageGroupId: 'b', MessageDeduplicationId: 'd' });
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['in a', 'in b']);
});

test('a standard queue may be subscribed to a FIFO topic', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { subscription: RAW });
  await publish(topicArn, 'hello');
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['hello']);
});

test('a FIFO queue cannot be subscribed to a standard topic', async () => {
  const topicArn = await createTopic(endpoint);
  const queue = await createQueue(endpoint, FIFO_QUEUE);
  await expect(
    clients(endpoint)
      .sns()
      .send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queue.arn })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a function cannot be subscribed to a FIFO topic', async () => {
  const topicArn = await createFifo();
  await expect(
    clients(endpoint)
      .sns()
      .send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: 'lambda',
          Endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        }),
      ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a message of a FIFO topic needs a group and an id', async () => {
  const topicArn = await createFifo();
  await expect(publish(topicArn, 'x', { MessageGroupId: undefined })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('MessageGroupId'),
  });
  await expect(publish(topicArn, 'x', { MessageDeduplicationId: undefined })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('ContentBasedDeduplication'),
  });
});

test('a batch is delivered in its order, with a sequence number for each', async () => {
  const topicArn = await createFifo();
  const queue = await subscribeQueue(endpoint, topicArn, { queue: FIFO_QUEUE, subscription: RAW });
  const { Successful = [] } = await clients(endpoint)
    .sns()
    .send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: ['1', '2', '3'].map((Id) => ({
          Id,
          Message: Id,
          MessageGroupId: 'a',
          MessageDeduplicationId: Id,
        })),
      }),
    );
  const numbers = Successful.map(({ SequenceNumber }) => SequenceNumber);
  expect([...numbers].sort()).toEqual(numbers);
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['1', '2', '3']);
});
