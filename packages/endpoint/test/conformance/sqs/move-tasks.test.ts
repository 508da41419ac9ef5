import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
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

/** A queue and its dead-letter queue, which holds these messages. */
async function createDeadLetters(messages: string[], isFifo = false) {
  const type = isFifo ? { FifoQueue: 'true' } : {};
  const dead = await createQueue(endpoint, type);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const queue = await createQueue(endpoint, { ...type, RedrivePolicy });
  for (const MessageBody of messages) {
    await clients(endpoint)
      .sqs()
      .send(
        new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody,
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
          ...(isFifo && { MessageGroupId: 'a', MessageDeduplicationId: MessageBody }),
        }),
      );
  }
  await receive(endpoint, queue.url, { visibilityTimeout: 0 });
  await receive(endpoint, queue.url);
  return { dead, queue };
}

const start = (SourceArn: string, options: Partial<StartMessageMoveTaskCommand['input']> = {}) =>
  clients(endpoint)
    .sqs()
    .send(new StartMessageMoveTaskCommand({ SourceArn, ...options }));

async function latest(SourceArn: string): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results } = await clients(endpoint).sqs().send(new ListMessageMoveTasksCommand({ SourceArn }));
  return Results?.[0];
}

test('a move task takes dead letters back to where they came from', async () => {
  const { dead, queue } = await createDeadLetters(['1', '2', '3']);
  await start(dead.arn);
  await clock.advance(0);
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['1', '2', '3']);
  expect(await latest(dead.arn)).toMatchObject({
    Status: 'COMPLETED',
    ApproximateNumberOfMessagesMoved: 3,
    ApproximateNumberOfMessagesToMove: 3,
  });
});

test('a message that was moved is a new one with the same content', async () => {
  const { dead, queue } = await createDeadLetters(['1']);
  const [letter] = await receive(endpoint, dead.url, { visibilityTimeout: 0 });
  await clock.advance(5_000);
  await start(dead.arn);
  await clock.advance(0);
  const [message] = await receive(endpoint, queue.url);
  expect(message).toMatchObject({
    Body: '1',
    MessageAttributes: { kind: { StringValue: 'test' } },
    Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(clock.now()) },
  });
  expect(message?.MessageId).not.toBe(letter?.MessageId);
  expect(message?.Attributes?.DeadLetterQueueSourceArn).toBeUndefined();
});

test('a move task keeps the order of a FIFO group, within the deduplication window too', async () => {
  const { dead, queue } = await createDeadLetters(['1', '2', '3'], true);
  await start(dead.arn);
  await clock.advance(0);
  expect(bodies(await receive(endpoint, queue.url))).toEqual(['1', '2', '3']);
});

test('a move task may have a destination of its own', async () => {
  const { dead } = await createDeadLetters(['1']);
  const other = await createQueue(endpoint);
  await start(dead.arn, { DestinationArn: other.arn });
  await clock.advance(0);
  expect(bodies(await receive(endpoint, other.url))).toEqual(['1']);
  expect(await latest(dead.arn)).toMatchObject({ DestinationArn: other.arn });
});

test('a move task keeps to its rate', async () => {
  const { dead, queue } = await createDeadLetters(['1', '2', '3', '4']);
  await start(dead.arn, { MaxNumberOfMessagesPerSecond: 2 });
  await clock.advance(1_000);
  expect(await attributesOf(endpoint, queue.url)).toMatchObject({ ApproximateNumberOfMessages: '2' });
  expect(await latest(dead.arn)).toMatchObject({
    Status: 'RUNNING',
    ApproximateNumberOfMessagesMoved: 2,
    MaxNumberOfMessagesPerSecond: 2,
  });
});

test('a move task can be cancelled, and says how far it came', async () => {
  const { dead, queue } = await createDeadLetters(['1', '2', '3']);
  const { TaskHandle } = await start(dead.arn, { MaxNumberOfMessagesPerSecond: 1 });
  await clock.advance(1_000);
  const cancelled = await clients(endpoint).sqs().send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(1);
  await clock.advance(10_000);
  expect(await attributesOf(endpoint, queue.url)).toMatchObject({ ApproximateNumberOfMessages: '1' });
  expect(await latest(dead.arn)).toMatchObject({ Status: 'CANCELLED' });
});

test('a source has one active move task at a time', async () => {
  const { dead } = await createDeadLetters(['1', '2']);
  await start(dead.arn, { MaxNumberOfMessagesPerSecond: 1 });
  await expect(start(dead.arn)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});

test('a handle of no move task is refused by what is wrong with it', async () => {
  const { dead } = await createDeadLetters([]);
  const cancel = (TaskHandle: string) =>
    clients(endpoint).sqs().send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  const handle = (sourceArn: string) => btoa(JSON.stringify({ taskId: 'missing', sourceArn }));
  await expect(cancel('nonsense')).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await expect(cancel(handle(`${dead.arn}-missing`))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringContaining('SourceArn'),
    $metadata: { httpStatusCode: 404 },
  });
  await expect(cancel(handle(dead.arn))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Task does not exist.',
  });
});

test('messages that were sent straight to a dead-letter queue have nowhere to go back to', async () => {
  const { dead } = await createDeadLetters([]);
  await clients(endpoint)
    .sqs()
    .send(new SendMessageCommand({ QueueUrl: dead.url, MessageBody: 'stray' }));
  await start(dead.arn);
  await clock.advance(0);
  expect(await latest(dead.arn)).toMatchObject({
    Status: 'FAILED',
    FailureReason: 'CouldNotDetermineMessageSource',
  });
  expect(bodies(await receive(endpoint, dead.url))).toEqual(['stray']);
});

test('only a dead-letter queue can be the source of a move task', async () => {
  const queue = await createQueue(endpoint);
  await expect(start(queue.arn)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await expect(start(`${queue.arn}-missing`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
