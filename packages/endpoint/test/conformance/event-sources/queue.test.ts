import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRecordingFunction, type RecordingFunction } from '../../support/recording-function.ts';

let endpoint: Endpoint;
let clock: ManualClock;
let aws: ReturnType<typeof clients>;
let names = 0;

beforeAll(async () => {
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

interface TestQueue {
  url: string;
  arn: string;
  /** Messages that are there: visible, and in flight. */
  counts(): Promise<[number, number]>;
}

async function createQueue(attributes: Record<string, string> = {}): Promise<TestQueue> {
  names += 1;
  const name = attributes['FifoQueue'] ? `queue-${names}.fifo` : `queue-${names}`;
  const { QueueUrl: url = '' } = await aws
    .sqs()
    .send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const read = async () =>
    (await aws.sqs().send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })))
      .Attributes ?? {};
  return {
    url,
    arn: (await read())['QueueArn'] ?? '',
    counts: async () => {
      const all = await read();
      return [
        Number(all['ApproximateNumberOfMessages']),
        Number(all['ApproximateNumberOfMessagesNotVisible']),
      ];
    },
  };
}

async function recorder(answer?: string): Promise<RecordingFunction<SQSEvent>> {
  names += 1;
  return createRecordingFunction(aws, { name: `function-${names}`, ...(answer && { answer }) });
}

const map = (
  queue: TestQueue,
  target: RecordingFunction<SQSEvent>,
  settings: Partial<CreateEventSourceMappingRequest> = {},
) =>
  aws.lambda().send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: queue.arn,
      FunctionName: target.arn,
      ...settings,
    }),
  );

const send = (queue: TestQueue, body: string, more: object = {}) =>
  aws.sqs().send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body, ...more }));

const sendAll = (queue: TestQueue, bodies: readonly string[], group?: string) =>
  aws.sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: bodies.map((MessageBody, index) => ({
        Id: String(index),
        MessageBody,
        ...(group && { MessageGroupId: group, MessageDeduplicationId: `${group}-${MessageBody}` }),
      })),
    }),
  );

const bodies = (target: RecordingFunction<SQSEvent>) =>
  target.events().flatMap((event) => event.Records.map((record) => record.body));

const seen = (target: RecordingFunction<SQSEvent>, count: number) =>
  eventually(
    `the function has seen ${count} messages`,
    () => bodies(target).length >= count && bodies(target),
  );

const empty = (queue: TestQueue) =>
  eventually('the queue is empty', async () => (await queue.counts()).every((count) => count === 0));

test('a message reaches the function in the form that AWS gives it, and leaves the queue', async () => {
  const queue = await createQueue();
  const target = await recorder();
  await map(queue, target);
  const sent = await send(queue, 'hello', {
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'greeting' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 3]) },
    },
  });
  await seen(target, 1);
  expect(target.events()).toEqual([
    {
      Records: [
        {
          messageId: sent.MessageId,
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            kind: { stringValue: 'greeting', stringListValues: [], binaryListValues: [], dataType: 'String' },
            raw: { binaryValue: 'AQID', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'us-east-1',
        },
      ],
    },
  ]);
  await empty(queue);
});

test('a message of a FIFO queue brings its group, deduplication id and sequence number', async () => {
  const queue = await createQueue({ FifoQueue: 'true' });
  const target = await recorder();
  await map(queue, target);
  const sent = await send(queue, 'one', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
  await seen(target, 1);
  expect(target.events()[0]?.Records[0]?.attributes).toMatchObject({
    MessageGroupId: 'g',
    MessageDeduplicationId: 'd',
    SequenceNumber: sent.SequenceNumber,
  });
});

test('messages of a group arrive in order, each once', async () => {
  const queue = await createQueue({ FifoQueue: 'true' });
  const target = await recorder();
  await map(queue, target, { BatchSize: 3 });
  const expected = Array.from({ length: 30 }, (_, index) => String(index).padStart(2, '0'));
  for (let start = 0; start < 30; start += 10) await sendAll(queue, expected.slice(start, start + 10), 'g');
  expect(await seen(target, 30)).toEqual(expected);
  await empty(queue);
});

test('messages that a partial batch response names come back; the others are done with', async () => {
  const queue = await createQueue();
  const target = await recorder(
    `({ Records }) => ({ batchItemFailures: Records
       .filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1')
       .map(({ messageId }) => ({ itemIdentifier: messageId })) })`,
  );
  await map(queue, target, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await sendAll(queue, ['good', 'bad', 'fine']);
  await seen(target, 3);
  await eventually('only the failed one is left', async () => {
    const [visible, inFlight] = await queue.counts();
    return visible === 0 && inFlight === 1;
  });
  await clock.advance(30_000);
  expect((await seen(target, 4)).at(-1)).toBe('bad');
  await empty(queue);
});

test.each([
  ['is null', 'null'],
  ['is empty', '{}'],
  ['has an empty list', '{ batchItemFailures: [] }'],
  ['has null for a list', '{ batchItemFailures: null }'],
])('a batch is done with when the partial batch response %s', async (_what, answer) => {
  const queue = await createQueue();
  const target = await recorder(`() => (${answer})`);
  await map(queue, target, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await send(queue, 'x');
  await seen(target, 1);
  await empty(queue);
});

test.each([
  ['names what was not in the batch', '{ batchItemFailures: [{ itemIdentifier: "unknown" }] }'],
  ['has an empty name', '{ batchItemFailures: [{ itemIdentifier: "" }] }'],
  ['has a wrong key', '{ batchItemFailures: [{ id: "x" }] }'],
  ['has no list', '{ batchItemFailures: "all" }'],
])('a whole batch comes back when the partial batch response %s', async (_what, answer) => {
  const queue = await createQueue();
  const target = await recorder(
    `({ Records }) => (Records[0].attributes.ApproximateReceiveCount === '1' ? ${answer} : {})`,
  );
  await map(queue, target, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await send(queue, 'x');
  await seen(target, 1);
  expect(await queue.counts()).toEqual([0, 1]);
  await clock.advance(30_000);
  await seen(target, 2);
  await empty(queue);
});

test('a batch whose function throws comes back until it ends in the dead-letter queue', async () => {
  const dead = await createQueue();
  const queue = await createQueue({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
  });
  const target = await recorder(`() => { throw new Error('never'); }`);
  await map(queue, target);
  await send(queue, 'poison');
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    await seen(target, attempt);
    await eventually('the failed message waits', async () => (await queue.counts())[1] === 1);
    await clock.advance(30_000);
  }
  await eventually('the message is dead', async () => (await dead.counts())[0] === 1);
  expect(bodies(target)).toEqual(['poison', 'poison']);
});

test('messages that no filter takes are deleted and never seen', async () => {
  const queue = await createQueue();
  const target = await recorder();
  await map(queue, target, {
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['order'] } }) }] },
  });
  await sendAll(queue, ['{"kind":"refund"}', 'kind: order', '{"kind":"order"}']);
  await seen(target, 1);
  await empty(queue);
  expect(bodies(target)).toEqual(['{"kind":"order"}']);
});

test('a batching window gathers messages that come one by one', async () => {
  const queue = await createQueue();
  const target = await recorder();
  await map(queue, target, { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
  for (let index = 0; index < 15; index += 1) await send(queue, String(index));
  await eventually('all are gathered', async () => (await queue.counts())[1] === 15);
  expect(target.events()).toEqual([]);
  await clock.advance(5000);
  await seen(target, 15);
  expect(target.events()).toHaveLength(1);
  await empty(queue);
});

test('a disabled mapping leaves messages alone until it is enabled', async () => {
  const queue = await createQueue();
  const target = await recorder();
  const { UUID, State } = await map(queue, target, { Enabled: false });
  expect(State).toBe('Creating');
  await send(queue, 'x');
  expect(await queue.counts()).toEqual([1, 0]);
  expect((await aws.lambda().send(new GetEventSourceMappingCommand({ UUID }))).State).toBe('Disabled');
  await aws.lambda().send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await seen(target, 1);
});

test('a deleted mapping reads no more', async () => {
  const queue = await createQueue();
  const target = await recorder();
  const { UUID } = await map(queue, target);
  await send(queue, 'before');
  await seen(target, 1);
  await empty(queue);
  const deleted = await aws.lambda().send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(deleted.State).toBe('Deleting');
  await send(queue, 'after');
  expect(await queue.counts()).toEqual([1, 0]);
  await expect(aws.lambda().send(new GetEventSourceMappingCommand({ UUID }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('one message group has one invocation at a time, and other groups go on', async () => {
  const queue = await createQueue({ FifoQueue: 'true' });
  const target = await recorder(`async ({ Records }) => { if (Records[0].body === 'a1') await released(); }`);
  await map(queue, target, { BatchSize: 1 });
  await sendAll(queue, ['a1', 'a2'], 'a');
  await sendAll(queue, ['b1', 'b2'], 'b');
  await eventually('group b is done', () => bodies(target).includes('b2'));
  expect(bodies(target)).not.toContain('a2');
  target.release();
  expect((await seen(target, 4)).at(-1)).toBe('a2');
  await empty(queue);
});

test('a mapping keeps to its maximum concurrency', async () => {
  const queue = await createQueue();
  const target = await recorder('released');
  await map(queue, target, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  await sendAll(queue, ['1', '2', '3', '4', '5']);
  await seen(target, 2);
  expect(await queue.counts()).toEqual([3, 2]);
  target.release();
  await seen(target, 5);
  await empty(queue);
});

const reserve = (target: RecordingFunction<SQSEvent>, ReservedConcurrentExecutions: number) =>
  aws
    .lambda()
    .send(new PutFunctionConcurrencyCommand({ FunctionName: target.arn, ReservedConcurrentExecutions }));

test('batches beyond the reserved concurrency wait, and each message is handled once', async () => {
  // Long enough that none comes back while the clock is moved on.
  const queue = await createQueue({ VisibilityTimeout: '43200' });
  const target = await recorder('released');
  await reserve(target, 1);
  await map(queue, target, { BatchSize: 1 });
  const expected = ['1', '2', '3', '4', '5', '6'];
  await sendAll(queue, expected);
  await seen(target, 1);
  await eventually('others have been read and are throttled', async () => (await queue.counts())[1] > 1);
  target.release();
  await eventually('all is handled', async () => {
    await clock.advance(100);
    return (await queue.counts()).every((count) => count === 0);
  });
  expect(bodies(target).sort()).toEqual(expected);
});

test('throttled messages come back to the queue when their time is over, and nothing is lost', async () => {
  const queue = await createQueue();
  const target = await recorder();
  await reserve(target, 0);
  await map(queue, target);
  await sendAll(queue, ['1', '2', '3']);
  // Beyond the visibility timeout of 30 seconds; each request gives the poller its turn.
  for (let second = 0; second < 60; second += 1) {
    await clock.advance(1000);
    expect((await queue.counts()).reduce((sum, count) => sum + count)).toBe(3);
  }
  expect(bodies(target)).toEqual([]);

  await reserve(target, 10);
  await eventually('all is handled', async () => {
    await clock.advance(1000);
    return (await queue.counts()).every((count) => count === 0);
  });
  expect(bodies(target).sort()).toEqual(['1', '2', '3']);
  const counts = target.events().flatMap((event) => event.Records.map((each) => each.attributes));
  for (const { ApproximateReceiveCount } of counts)
    expect(Number(ApproximateReceiveCount)).toBeGreaterThan(1);
});
