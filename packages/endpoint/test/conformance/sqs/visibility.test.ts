import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
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

const send = (url: string, body: string) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));

const change = (url: string, handle: string | undefined, seconds: number) =>
  clients(endpoint)
    .sqs()
    .send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: handle,
        VisibilityTimeout: seconds,
      }),
    );

test('a received message is invisible for the visibility timeout of its queue', async () => {
  const { url } = await createQueue(endpoint, { VisibilityTimeout: '45' });
  await send(url, 'hello');
  await receive(endpoint, url);
  await clock.advance(44_999);
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(1);
  expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});

test('a receive may set a visibility timeout of its own', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  await receive(endpoint, url, { visibilityTimeout: 5 });
  await clock.advance(5_000);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a visibility timeout is extended from the moment of the request', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url, { visibilityTimeout: 30 });
  await clock.advance(20_000);
  await change(url, message?.ReceiptHandle, 60);
  await clock.advance(59_999);
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(1);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a visibility timeout of 0 makes a message visible at once', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url);
  await change(url, message?.ReceiptHandle, 0);
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a visibility timeout ends twelve hours after the receive at the latest', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url);
  await change(url, message?.ReceiptHandle, 43_200);
  await clock.advance(1_000);
  await expect(change(url, message?.ReceiptHandle, 43_200)).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});

test('a message whose visibility timeout is over is hidden again by its handle', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url, { visibilityTimeout: 1 });
  await clock.advance(2_000);
  await change(url, message?.ReceiptHandle, 10);
  expect(await receive(endpoint, url)).toEqual([]);
  expect(await attributesOf(endpoint, url)).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' });
  await clock.advance(10_000);
  expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});

test('a handle of an earlier receive changes the visibility of the message too', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 0 });
  await receive(endpoint, url);
  await change(url, first?.ReceiptHandle, 0);
  expect(bodies(await receive(endpoint, url))).toEqual(['hello']);
});

test('the visibility of a message that was deleted cannot be changed', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  await expect(change(url, message?.ReceiptHandle, 10)).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining('Message does not exist'),
  });
});

test('each receive counts and has a handle of its own, and the first one is dated', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 1 });
  await clock.advance(1_000);
  const [second] = await receive(endpoint, url);
  expect(first?.Attributes?.ApproximateReceiveCount).toBe('1');
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  expect(second?.Attributes?.ApproximateFirstReceiveTimestamp).toBe(
    first?.Attributes?.ApproximateFirstReceiveTimestamp,
  );
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
});

test('an outdated handle deletes nothing in a standard queue, and is not refused', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 0 });
  await receive(endpoint, url, { visibilityTimeout: 0 });
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
  expect(await receive(endpoint, url)).toHaveLength(1);
});

test('a message whose visibility timeout is over can still be deleted by its last handle', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url, { visibilityTimeout: 1 });
  await clock.advance(2_000);
  await clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  expect(await receive(endpoint, url)).toEqual([]);
});

test('counts follow messages from visible to in flight and back', async () => {
  const { url } = await createQueue(endpoint);
  for (const body of ['1', '2', '3']) await send(url, body);
  await receive(endpoint, url, { max: 2, visibilityTimeout: 10 });
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '2',
  });
  await clock.advance(10_000);
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '3',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('in a batch of visibility changes each entry fails by itself', async () => {
  const { url } = await createQueue(endpoint);
  await send(url, 'hello');
  const [message] = await receive(endpoint, url);
  const { Successful, Failed } = await clients(endpoint)
    .sqs()
    .send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 },
          { Id: 'bad', ReceiptHandle: 'nonsense', VisibilityTimeout: 0 },
        ],
      }),
    );
  expect(Successful).toEqual([{ Id: 'good' }]);
  expect(Failed).toEqual([
    expect.objectContaining({ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }),
  ]);
  expect(await receive(endpoint, url)).toHaveLength(1);
});
