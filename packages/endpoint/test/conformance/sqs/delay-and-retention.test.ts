import { SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
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

const send = (url: string, body: string, delay?: number) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, DelaySeconds: delay }));

test('a delayed message comes when its delay is over, and counts as delayed until then', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'later', 60);
  await send(url, 'now');
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesDelayed: '1',
  });
  expect(bodies(await receive(endpoint, url))).toEqual(['now']);
  await clock.advance(59_999);
  expect(bodies(await receive(endpoint, url))).not.toContain('later');
  await clock.advance(1);
  expect(bodies(await receive(endpoint, url))).toContain('later');
});

test('a queue delays what has no delay of its own', async () => {
  const { url } = await createQueue(endpoint, { DelaySeconds: '10' });
  await send(url, 'as the queue');
  await send(url, 'at once', 0);
  expect(bodies(await receive(endpoint, url))).toEqual(['at once']);
  await clock.advance(10_000);
  expect(bodies(await receive(endpoint, url))).toEqual(['as the queue']);
});

test('a changed delay leaves messages that are there alone in a standard queue', async () => {
  const { url } = await createQueue(endpoint, { DelaySeconds: '10' });
  await send(url, 'hello');
  await clients(endpoint)
    .sqs()
    .send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: '100' } }));
  await clock.advance(10_000);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a changed delay reaches messages that are there in a FIFO queue', async () => {
  const { url } = await createQueue(endpoint, {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    DelaySeconds: '10',
  });
  const sqs = clients(endpoint).sqs();
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello', MessageGroupId: 'a' }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: '100' } }));
  await clock.advance(99_999);
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(1);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a delay over fifteen minutes is refused', async () => {
  const { url } = await createQueue(endpoint);
  await expect(send(url, 'x', 901)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});

test('a message is gone when its retention period is over, even in flight', async () => {
  const { url } = await createQueue(endpoint, { MessageRetentionPeriod: '60' });
  await send(url, 'waiting');
  await send(url, 'in flight');
  await receive(endpoint, url, { max: 1, visibilityTimeout: 600 });
  await clock.advance(60_000);
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('a shortened retention period reaches messages that are there', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'old');
  await clock.advance(120_000);
  await send(url, 'new');
  await clients(endpoint)
    .sqs()
    .send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { MessageRetentionPeriod: '60' } }));
  expect(bodies(await receive(endpoint, url))).toEqual(['new']);
});
