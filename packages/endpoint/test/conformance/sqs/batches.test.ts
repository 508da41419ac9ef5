import {
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { bodies, createQueue, receive } from '../../support/messaging.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const sendBatch = (url: string, Entries: SendMessageBatchRequestEntry[]) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: `body ${index}` }));

test('a batch holds ten entries at most and one at least', async () => {
  const { url } = await createQueue(endpoint);
  expect((await sendBatch(url, entries(10))).Successful).toHaveLength(10);
  await expect(sendBatch(url, entries(11))).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  await expect(sendBatch(url, [])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
});

test('the ids of a batch are distinct and well-formed', async () => {
  const { url } = await createQueue(endpoint);
  const entry = { Id: 'same', MessageBody: 'x' };
  await expect(sendBatch(url, [entry, entry])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  await expect(sendBatch(url, [{ Id: 'not ok', MessageBody: 'x' }])).rejects.toMatchObject({
    name: 'InvalidBatchEntryId',
  });
});

test('a batch may be as large as one message and no larger, and nothing of a larger one is sent', async () => {
  const { url } = await createQueue(endpoint);
  const half = 'x'.repeat(524_288);
  const pair = (body: string) => [
    { Id: '1', MessageBody: half },
    { Id: '2', MessageBody: body },
  ];
  await expect(sendBatch(url, pair(`${half}x`))).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
  expect(await receive(endpoint, url)).toEqual([]);
  expect((await sendBatch(url, pair(half))).Successful).toHaveLength(2);
});

test('entries fail by themselves and the others are sent', async () => {
  const { url } = await createQueue(endpoint);
  const { Successful, Failed } = await sendBatch(url, [
    { Id: 'good', MessageBody: 'fine' },
    { Id: 'empty', MessageBody: '' },
    { Id: 'control', MessageBody: 'bell \u0007' },
    { Id: 'delayed', MessageBody: 'x', DelaySeconds: 901 },
  ]);
  expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
  expect(Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
    ['empty', 'MissingParameter', true],
    ['control', 'InvalidMessageContents', true],
    ['delayed', 'InvalidParameterValue', true],
  ]);
  expect(bodies(await receive(endpoint, url))).toEqual(['fine']);
});

test('a batch of deletes reports each handle by itself', async () => {
  const { url } = await createQueue(endpoint);
  await sendBatch(url, entries(2));
  const messages = await receive(endpoint, url);
  const { Successful, Failed } = await clients(endpoint)
    .sqs()
    .send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          ...messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
          { Id: 'bad', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
  expect(Successful).toHaveLength(2);
  expect(Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]);
});
