import {
  DeleteItemCommand,
  DeleteTableCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable, STREAM } from './tables.ts';

let endpoint: Endpoint;
let clock: ManualClock;

beforeAll(async () => {
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const dynamodb = () => clients(endpoint).dynamodb();
const streams = () => clients(endpoint).streams();

const put = (TableName: string, pk: string, more: object = {}) =>
  dynamodb().send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));

const describeStream = async (StreamArn: string) =>
  (await streams().send(new DescribeStreamCommand({ StreamArn }))).StreamDescription;

async function iterator(StreamArn: string, ShardIteratorType: ShardIteratorType, SequenceNumber?: string) {
  const shard = (await describeStream(StreamArn))?.Shards?.[0]?.ShardId;
  const answer = await streams().send(
    new GetShardIteratorCommand({ StreamArn, ShardId: shard, ShardIteratorType, SequenceNumber }),
  );
  return answer.ShardIterator;
}

const read = (ShardIterator: string | undefined, Limit?: number) =>
  streams().send(new GetRecordsCommand({ ShardIterator, Limit }));

const readAll = async (stream: string) => (await read(await iterator(stream, 'TRIM_HORIZON'))).Records ?? [];

test('changes are read in order, with sequence numbers of AWS form that ascend', async () => {
  const { name, stream } = await createTable(dynamodb(), 'ordered', { StreamSpecification: STREAM });
  for (const key of ['a', 'b', 'c']) await put(name, key);
  const records = await readAll(stream);
  expect(records.map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S)).toEqual(['a', 'b', 'c']);
  const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  expect(numbers).toEqual([...numbers].sort());
  expect(numbers.every((number) => /^[1-9]\d{20,39}$/.test(number))).toBe(true);
  expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
});

test('reading goes on where it stopped', async () => {
  const { name, stream } = await createTable(dynamodb(), 'paged', { StreamSpecification: STREAM });
  for (const key of ['a', 'b', 'c']) await put(name, key);
  const first = await read(await iterator(stream, 'TRIM_HORIZON'), 2);
  expect(first.Records).toHaveLength(2);
  const second = await read(first.NextShardIterator);
  expect(second.Records).toHaveLength(1);
  expect((await read(second.NextShardIterator)).Records).toEqual([]);
  await put(name, 'd');
  expect((await read(second.NextShardIterator)).Records).toHaveLength(1);
});

test('iterators start at, after, at the end and at the beginning', async () => {
  const { name, stream } = await createTable(dynamodb(), 'iterators', { StreamSpecification: STREAM });
  for (const key of ['a', 'b']) await put(name, key);
  const latest = await iterator(stream, 'LATEST');
  await put(name, 'c');
  const numbers = (await readAll(stream)).map(({ dynamodb }) => dynamodb?.SequenceNumber);
  const keysFrom = async (start: string | undefined) =>
    (await read(start)).Records?.map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S);
  expect(await keysFrom(latest)).toEqual(['c']);
  expect(await keysFrom(await iterator(stream, 'AT_SEQUENCE_NUMBER', numbers[1]))).toEqual(['b', 'c']);
  expect(await keysFrom(await iterator(stream, 'AFTER_SEQUENCE_NUMBER', numbers[1]))).toEqual(['c']);
});

test.each([
  ['KEYS_ONLY', {}],
  ['NEW_IMAGE', { NewImage: { pk: { S: 'x' }, n: { N: '2' } } }],
  ['OLD_IMAGE', { OldImage: { pk: { S: 'x' }, n: { N: '1' } } }],
  [
    'NEW_AND_OLD_IMAGES',
    { NewImage: { pk: { S: 'x' }, n: { N: '2' } }, OldImage: { pk: { S: 'x' }, n: { N: '1' } } },
  ],
] as const)('a stream with %s has that and no more', async (StreamViewType, images) => {
  const { name, stream } = await createTable(dynamodb(), `view-${StreamViewType}`, {
    StreamSpecification: { StreamEnabled: true, StreamViewType },
  });
  await put(name, 'x', { n: { N: '1' } });
  await put(name, 'x', { n: { N: '2' } });
  expect((await readAll(stream)).at(-1)).toEqual({
    eventID: expect.any(String),
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Date),
      Keys: { pk: { S: 'x' } },
      SequenceNumber: expect.any(String),
      SizeBytes: expect.any(Number),
      StreamViewType,
      ...images,
    },
  });
});

test('an item that is overwritten with itself leaves no record', async () => {
  const { name, stream } = await createTable(dynamodb(), 'same', {
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const item = { tags: { SS: ['a', 'b'] }, m: { M: { x: { N: '1.0' }, y: { S: 'y' } } } };
  await put(name, 'x', item);
  await put(name, 'x', { m: { M: { y: { S: 'y' }, x: { N: '1' } } }, tags: { SS: ['b', 'a'] } });
  await put(name, 'x', { ...item, more: { BOOL: true } });
  expect((await readAll(stream)).map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY']);
});

test('a stream whose table is deleted can be read to its end', async () => {
  const { name, stream } = await createTable(dynamodb(), 'gone', { StreamSpecification: STREAM });
  await put(name, 'x');
  await dynamodb().send(new DeleteItemCommand({ TableName: name, Key: { pk: { S: 'x' } } }));
  await dynamodb().send(new DeleteTableCommand({ TableName: name }));
  expect(await describeStream(stream)).toMatchObject({
    StreamStatus: 'DISABLED',
    Shards: [{ SequenceNumberRange: { EndingSequenceNumber: expect.any(String) } }],
  });
  const answer = await read(await iterator(stream, 'TRIM_HORIZON'));
  expect(answer.Records?.map(({ eventName }) => eventName)).toEqual(['INSERT', 'REMOVE']);
  expect(answer.NextShardIterator).toBeUndefined();
});

test('a new stream of a table knows nothing of the one before', async () => {
  const { name, stream: first } = await createTable(dynamodb(), 'again', { StreamSpecification: STREAM });
  await put(name, 'first');
  await dynamodb().send(
    new UpdateTableCommand({ TableName: name, StreamSpecification: { StreamEnabled: false } }),
  );
  await put(name, 'unseen');
  const updated = await dynamodb().send(
    new UpdateTableCommand({ TableName: name, StreamSpecification: STREAM }),
  );
  const second = updated.TableDescription?.LatestStreamArn ?? '';
  await put(name, 'second');
  const keys = async (stream: string) =>
    (await readAll(stream)).map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S);
  expect(second).not.toBe(first);
  expect(await keys(first)).toEqual(['first']);
  expect(await keys(second)).toEqual(['second']);
  const { Streams } = await streams().send(new ListStreamsCommand({ TableName: name }));
  expect(Streams?.map(({ StreamArn }) => StreamArn)).toEqual([first, second]);
});

test('an open shard has no ending sequence number', async () => {
  const { name, stream } = await createTable(dynamodb(), 'open', { StreamSpecification: STREAM });
  await put(name, 'x');
  expect(await describeStream(stream)).toMatchObject({
    StreamArn: stream,
    StreamStatus: 'ENABLED',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    Shards: [
      {
        ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/),
        SequenceNumberRange: { StartingSequenceNumber: expect.any(String) },
      },
    ],
  });
  expect((await describeStream(stream))?.Shards?.[0]?.SequenceNumberRange).not.toHaveProperty(
    'EndingSequenceNumber',
  );
});

test('a shard iterator expires after 15 minutes', async () => {
  const { stream } = await createTable(dynamodb(), 'expiring', { StreamSpecification: STREAM });
  const start = await iterator(stream, 'TRIM_HORIZON');
  await clock.advance(15 * 60_000);
  expect((await read(start)).Records).toEqual([]);
  await clock.advance(1);
  await expect(read(start)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
});

test('a stream, a shard and an iterator that are none are refused', async () => {
  const { stream } = await createTable(dynamodb(), 'wrong', { StreamSpecification: STREAM });
  await expect(describeStream(`${stream}0`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    streams().send(
      new GetShardIteratorCommand({
        StreamArn: stream,
        ShardId: 'shardId-00000000000000000000-00000000',
        ShardIteratorType: 'LATEST',
      }),
    ),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(read('nonsense')).rejects.toMatchObject({ name: 'ValidationException' });
});
