import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, SendMessageCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { attributesOf, bodies, createQueue, receive } from '../../support/messaging.ts';

let dataDirectory: string;
let clock: ManualClock;
let endpoint: Endpoint;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'dataflow-sqs-'));
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock, dataDirectory });
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true });
});

async function restart(): Promise<void> {
  await endpoint.close();
  endpoint = await startTestEndpoint({ clock, dataDirectory });
}

const send = (url: string, body: string, options: Partial<SendMessageCommand['input']> = {}) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...options }));

const fifo = (body: string) => ({ MessageGroupId: 'a', MessageDeduplicationId: body });

test('messages, their attributes and the order of a FIFO queue outlive a restart', async () => {
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  for (const n of [1, 2, 3, 10, 11]) {
    await send(url, `${n}`, {
      ...fifo(`${n}`),
      MessageAttributes: { bytes: { DataType: 'Binary', BinaryValue: Buffer.of(n) } },
    });
  }
  await restart();
  const messages = await receive(endpoint, url);
  expect(bodies(messages)).toEqual(['1', '2', '3', '10', '11']);
  expect(messages[0]?.MessageAttributes?.['bytes']?.BinaryValue).toEqual(Uint8Array.of(1));
});

test('what is in flight stays so over a restart, and its handle stays good', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'one');
  await send(url, 'two');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 60 });
  await restart();
  expect(await receive(endpoint, url)).toEqual([]);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
  await clock.advance(60_000);
  const [second] = await receive(endpoint, url);
  expect(second).toMatchObject({ Body: 'two', Attributes: { ApproximateReceiveCount: '2' } });
});

test('a locked message group stays locked over a restart', async () => {
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  await send(url, '1', fifo('1'));
  await send(url, '2', fifo('2'));
  await receive(endpoint, url, { max: 1, visibilityTimeout: 60 });
  await restart();
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(60_000);
  expect(bodies(await receive(endpoint, url))).toEqual(['1', '2']);
});

test('a visibility timeout and a delay that end while the endpoint is down have ended', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'in flight');
  await receive(endpoint, url, { visibilityTimeout: 10 });
  await send(url, 'delayed', { DelaySeconds: 10 });
  await endpoint.close();
  await clock.advance(10_000);
  endpoint = await startTestEndpoint({ clock, dataDirectory });
  expect(bodies(await receive(endpoint, url)).sort()).toEqual(['delayed', 'in flight']);
});

test('the deduplication window and the sequence go on over a restart', async () => {
  const { url } = await createQueue(endpoint, { FifoQueue: 'true' });
  const first = await send(url, 'once', fifo('once'));
  const [message] = await receive(endpoint, url);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  await restart();
  expect((await send(url, 'once', fifo('once'))).MessageId).toBe(first.MessageId);
  expect(await receive(endpoint, url)).toEqual([]);
  const next = await send(url, 'next', fifo('next'));
  expect(String(next.SequenceNumber) > String(first.SequenceNumber)).toBe(true);
});

test('a move task goes on after a restart', async () => {
  const dead = await createQueue(endpoint);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const queue = await createQueue(endpoint, { RedrivePolicy });
  await send(queue.url, 'poison');
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  await clients(endpoint)
    .sqs()
    .send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn, MaxNumberOfMessagesPerSecond: 1 }));
  await restart();
  await clock.advance(1_000);
  expect(await attributesOf(endpoint, queue.url)).toMatchObject({ ApproximateNumberOfMessages: '1' });
});

test('a purged queue stays empty over a restart', async () => {
  const { PurgeQueueCommand } = await import('@aws-sdk/client-sqs');
  const { url } = await createQueue(endpoint);
  await send(url, 'x');
  await clients(endpoint)
    .sqs()
    .send(new PurgeQueueCommand({ QueueUrl: url }));
  await restart();
  expect(await receive(endpoint, url)).toEqual([]);
});
