import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageBatchCommand,
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

const createFifo = (attributes = {}) =>
  createQueue(endpoint, { FifoQueue: 'true', ContentBasedDeduplication: 'true', ...attributes });

const send = (url: string, body: string, group: string) =>
  clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageGroupId: group }));

const remove = (url: string, handle: string | undefined) =>
  clients(endpoint)
    .sqs()
    .send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle }));

test('one receive gives several messages of a group, in the order in which they were sent', async () => {
  const { url } = await createFifo();
  for (const body of ['a1', 'a2', 'a3']) await send(url, body, 'a');
  expect(bodies(await receive(endpoint, url))).toEqual(['a1', 'a2', 'a3']);
});

test('a receive exhausts one group before it turns to the next', async () => {
  const { url } = await createFifo();
  for (const n of [1, 2, 3]) for (const group of ['a', 'b']) await send(url, `${group}${n}`, group);
  expect(bodies(await receive(endpoint, url, { max: 5 }))).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
});

test('a message in flight holds back the later ones of its group, and no other group', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  await send(url, 'a2', 'a');
  expect(bodies(await receive(endpoint, url, { max: 1 }))).toEqual(['a1']);
  expect(await receive(endpoint, url)).toEqual([]);
  await send(url, 'b1', 'b');
  expect(bodies(await receive(endpoint, url))).toEqual(['b1']);
});

test('a locked group counts its waiting messages as visible', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  await send(url, 'a2', 'a');
  await receive(endpoint, url, { max: 1 });
  expect(await attributesOf(endpoint, url)).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
  });
});

test('deleting what was received unlocks the group', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  await send(url, 'a2', 'a');
  const [first] = await receive(endpoint, url, { max: 1 });
  await remove(url, first?.ReceiptHandle);
  expect(bodies(await receive(endpoint, url))).toEqual(['a2']);
});

test('after a partial delete the rest comes again, before what was sent later', async () => {
  const { url } = await createFifo();
  for (const body of ['a1', 'a2', 'a3', 'a4']) await send(url, body, 'a');
  const [first] = await receive(endpoint, url, { max: 3, visibilityTimeout: 30 });
  await remove(url, first?.ReceiptHandle);
  expect(await receive(endpoint, url)).toEqual([]);
  await clock.advance(30_000);
  expect(bodies(await receive(endpoint, url))).toEqual(['a2', 'a3', 'a4']);
});

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

test('a message that is visible again is given out although later ones are still in flight', async () => {
  const { url } = await createFifo();
  for (const body of ['a1', 'a2', 'b1']) await send(url, body, body.charAt(0));
  const [first, second] = await receive(endpoint, url, { max: 2 });
  await change(url, first?.ReceiptHandle, 0);
  // A group that comes back stands behind those that have waited.
  expect(bodies(await receive(endpoint, url))).toEqual(['b1', 'a1']);
  await remove(url, second?.ReceiptHandle);
  expect(await receive(endpoint, url)).toEqual([]);
});

test.each([
  [0, []],
  [1, ['a1']],
  [2, ['a1', 'a2']],
])(
  'a group is given out up to its first hidden message (extended: number %d)',
  async (extended, expected) => {
    const { url } = await createFifo({ VisibilityTimeout: '1' });
    for (const body of ['a1', 'a2', 'a3']) await send(url, body, 'a');
    const received = await receive(endpoint, url);
    await change(url, received[extended]?.ReceiptHandle, 4);
    await clock.advance(2_500);
    expect(bodies(await receive(endpoint, url))).toEqual(expected);
  },
);

test('a handle whose visibility timeout is over cannot be extended', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 10 });
  await clock.advance(10_000);
  await expect(change(url, first?.ReceiptHandle, 10)).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining('The receipt handle has expired'),
  });
});

test.each<[string, object, string]>([
  ['a message group', { MessageDeduplicationId: 'x' }, 'MessageGroupId'],
  ['anything to deduplicate by', { MessageGroupId: 'a' }, 'ContentBasedDeduplication'],
])('a batch with an entry without %s is refused as a whole', async (_what, given, named) => {
  const { url } = await createFifo({ ContentBasedDeduplication: 'false' });
  const whole = { Id: '1', MessageBody: 'a1', MessageGroupId: 'a', MessageDeduplicationId: '1' };
  await expect(
    clients(endpoint)
      .sqs()
      .send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: [whole, { Id: '2', MessageBody: 'a2', ...given }],
        }),
      ),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue', message: expect.stringContaining(named) });
  expect(await receive(endpoint, url)).toEqual([]);
});

test('a handle whose visibility timeout is over deletes nothing and is refused', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  const [first] = await receive(endpoint, url, { visibilityTimeout: 10 });
  await clock.advance(10_000);
  await expect(remove(url, first?.ReceiptHandle)).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining('The receipt handle has expired'),
  });
  expect(bodies(await receive(endpoint, url))).toEqual(['a1']);
});

test('sequence numbers have 20 digits and increase', async () => {
  const { url } = await createFifo();
  const numbers: string[] = [];
  for (const body of ['a1', 'a2', 'b1']) {
    const { SequenceNumber = '' } = await send(url, body, body.charAt(0));
    numbers.push(SequenceNumber);
  }
  for (const number of numbers) expect(number).toMatch(/^\d{20}$/);
  expect([...numbers].sort()).toEqual(numbers);
  expect(new Set(numbers).size).toBe(3);
  const received = await receive(endpoint, url);
  expect(received.map((message) => message.Attributes?.SequenceNumber)).toEqual(numbers);
});

test('a receive that is asked for again with its attempt id gives the same messages and handles', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  await send(url, 'b1', 'b');
  const first = await receive(endpoint, url, { max: 1, attempt: 'try-1' });
  await clock.advance(20_000);
  const again = await receive(endpoint, url, { max: 1, attempt: 'try-1' });
  expect(again.map((message) => message.ReceiptHandle)).toEqual(
    first.map((message) => message.ReceiptHandle),
  );
  await clock.advance(20_000); // The repetition has renewed the visibility timeout of 30 s.
  expect(bodies(await receive(endpoint, url, { attempt: 'try-2' }))).toEqual(['b1']);
});

test('an attempt id gives other messages once those of its attempt were deleted', async () => {
  const { url } = await createFifo();
  await send(url, 'a1', 'a');
  await send(url, 'b1', 'b');
  const [first] = await receive(endpoint, url, { max: 1, attempt: 'try-1' });
  await remove(url, first?.ReceiptHandle);
  expect(bodies(await receive(endpoint, url, { max: 1, attempt: 'try-1' }))).toEqual(['b1']);
});

test('a message of a FIFO queue needs a group and takes no delay of its own', async () => {
  const { url } = await createFifo();
  const sqs = clients(endpoint).sqs();
  await expect(sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }))).rejects.toMatchObject({
    Code: 'MissingParameter',
  });
  await expect(
    sqs.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageGroupId: 'a', DelaySeconds: 1 }),
    ),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});

test('the delay of a FIFO queue keeps the order', async () => {
  const { url } = await createFifo({ DelaySeconds: '10' });
  await send(url, 'a1', 'a');
  await clock.advance(5_000);
  await send(url, 'a2', 'a');
  await clock.advance(5_000);
  expect(bodies(await receive(endpoint, url))).toEqual(['a1']);
});

test('a batch of several groups keeps the order within each', async () => {
  const { url } = await createFifo();
  const Entries = ['a1', 'b1', 'a2', 'b2', 'a3'].map((body, index) => ({
    Id: `${index}`,
    MessageBody: body,
    MessageGroupId: body.charAt(0),
  }));
  const { Successful } = await clients(endpoint)
    .sqs()
    .send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  expect(Successful).toHaveLength(5);
  expect(bodies(await receive(endpoint, url))).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
});

test('the name of a FIFO queue ends in .fifo and that of a standard queue does not', async () => {
  const { CreateQueueCommand } = await import('@aws-sdk/client-sqs');
  const sqs = clients(endpoint).sqs();
  await expect(
    sqs.send(new CreateQueueCommand({ QueueName: 'plain', Attributes: { FifoQueue: 'true' } })),
  ).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await expect(sqs.send(new CreateQueueCommand({ QueueName: 'standard.fifo' }))).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
});
