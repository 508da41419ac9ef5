import {
  DeleteMessageCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createQueue, receive } from '../../support/messaging.ts';

const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const MINUTE = 60_000;

const createFifo = (attributes = {}) => createQueue(endpoint, { FifoQueue: 'true', ...attributes });

const send = (url: string, body: string, deduplicationId?: string, group = 'a') =>
  clients(endpoint)
    .sqs()
    .send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplicationId,
      }),
    );

test('a second send with the same id within five minutes is accepted and adds nothing', async () => {
  const { url } = await createFifo();
  const first = await send(url, 'once', 'id-1');
  const second = await send(url, 'again', 'id-1');
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.SequenceNumber).toBe(first.SequenceNumber);
  expect(bodies(await receive(endpoint, url))).toEqual(['once']);
});

test('the window is open even after the message was deleted', async () => {
  const { url } = await createFifo();
  await send(url, 'once', 'id-1');
  const [message] = await receive(endpoint, url);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  await send(url, 'once', 'id-1');
  expect(await receive(endpoint, url)).toEqual([]);
});

test('a purge forgets what was sent', async () => {
  const { url } = await createFifo();
  await send(url, 'before', 'id-1');
  await clients(endpoint)
    .sqs()
    .send(new PurgeQueueCommand({ QueueUrl: url }));
  await send(url, 'after', 'id-1');
  expect(bodies(await receive(endpoint, url))).toEqual(['after']);
});

test('the window closes five minutes after the first send', async () => {
  const { url } = await createFifo();
  await send(url, 'first', 'id-1');
  await clock.advance(5 * MINUTE - 1);
  await send(url, 'early', 'id-1');
  await clock.advance(1);
  await send(url, 'late', 'id-1');
  expect(bodies(await receive(endpoint, url))).toEqual(['first', 'late']);
});

test('content-based deduplication compares bodies and not attributes', async () => {
  const { url } = await createFifo({ ContentBasedDeduplication: 'true' });
  const sqs = clients(endpoint).sqs();
  for (const kind of ['x', 'y']) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'same',
        MessageGroupId: 'a',
        MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
      }),
    );
  }
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('an id of its own goes before content-based deduplication', async () => {
  const { url } = await createFifo({ ContentBasedDeduplication: 'true' });
  await send(url, 'same', 'id-1');
  await send(url, 'same', 'id-2');
  expect(await receive(endpoint, url)).toHaveLength(2);
});

test('the scope is the queue unless it is set to the message group', async () => {
  const perQueue = await createFifo();
  const perGroup = await createFifo({ DeduplicationScope: 'messageGroup' });
  for (const { url } of [perQueue, perGroup]) {
    await send(url, 'in a', 'id-1', 'a');
    await send(url, 'in b', 'id-1', 'b');
  }
  expect(bodies(await receive(endpoint, perQueue.url))).toEqual(['in a']);
  expect(bodies(await receive(endpoint, perGroup.url))).toEqual(['in a', 'in b']);
});

test('duplicates within one batch are accepted once', async () => {
  const { url } = await createFifo();
  const entry = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'id-1' };
  const { Successful = [] } = await clients(endpoint)
    .sqs()
    .send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: '1', ...entry },
          { Id: '2', ...entry },
        ],
      }),
    );
  expect(Successful[0]?.MessageId).toBe(Successful[1]?.MessageId);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('without content-based deduplication a message needs an id', async () => {
  const { url } = await createFifo();
  await expect(send(url, 'x')).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});
