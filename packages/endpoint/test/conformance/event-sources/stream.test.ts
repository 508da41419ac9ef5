import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest,
  GetEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRecordingFunction, type RecordingFunction } from '../../support/recording-function.ts';

type Recorder = RecordingFunction<DynamoDBStreamEvent>;
type Aws = ReturnType<typeof clients>;

let endpoint: Endpoint;
let clock: ManualClock;
let aws: Aws;
let names = 0;

beforeAll(async () => {
  // The engine stamps records by the system's clock.
  clock = manualClock(Date.now());
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

interface TestTable {
  name: string;
  stream: string;
  put(...keys: string[]): Promise<void>;
}

async function createTable(view: StreamViewType = 'NEW_AND_OLD_IMAGES', on: Aws = aws): Promise<TestTable> {
  names += 1;
  const name = `table-${names}`;
  const created = await on.dynamodb().send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    }),
  );
  return {
    name,
    stream: created.TableDescription?.LatestStreamArn ?? '',
    async put(...keys) {
      for (const pk of keys) {
        await on.dynamodb().send(new PutItemCommand({ TableName: name, Item: { pk: { S: pk } } }));
      }
    },
  };
}

const recorder = (answer?: string, on: Aws = aws): Promise<Recorder> => {
  names += 1;
  return createRecordingFunction(on, { name: `function-${names}`, ...(answer && { answer }) });
};

const map = (
  table: TestTable,
  target: Recorder,
  settings: Partial<CreateEventSourceMappingRequest> = {},
  on: Aws = aws,
) =>
  on.lambda().send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: table.stream,
      FunctionName: target.arn,
      StartingPosition: 'TRIM_HORIZON',
      ...settings,
    }),
  );

const keysOf = (event: DynamoDBStreamEvent) =>
  event.Records.map((record) => record.dynamodb?.Keys?.['pk']?.S ?? '');
const keys = (target: Recorder) => target.events().flatMap(keysOf);
const seen = (target: Recorder, count: number) =>
  eventually(`the function has seen ${count} records`, () => keys(target).length >= count && keys(target));

/** Waits out the pauses between attempts. */
const afterPauses = async <T>(
  what: string,
  probe: () => T | false | undefined | Promise<T | false | undefined>,
) =>
  eventually(what, async () => {
    await clock.advance(1000);
    return probe();
  });

test('changes reach the function in the form that AWS gives them', async () => {
  const table = await createTable();
  const target = await recorder();
  await map(table, target);
  await table.put('a');
  await aws.dynamodb().send(
    new PutItemCommand({
      TableName: table.name,
      Item: { pk: { S: 'a' }, n: { N: '1' }, b: { B: Buffer.from([1]) } },
    }),
  );
  await aws.dynamodb().send(new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: 'a' } } }));
  await seen(target, 3);
  const frame = {
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: table.stream,
  };
  const change = {
    ApproximateCreationDateTime: expect.any(Number),
    Keys: { pk: { S: 'a' } },
    SequenceNumber: expect.stringMatching(/^\d{21,40}$/),
    SizeBytes: expect.any(Number),
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  };
  const second = { pk: { S: 'a' }, n: { N: '1' }, b: { B: 'AQ==' } };
  expect(target.events().flatMap((event) => event.Records)).toEqual([
    { ...frame, eventName: 'INSERT', dynamodb: { ...change, NewImage: { pk: { S: 'a' } } } },
    {
      ...frame,
      eventName: 'MODIFY',
      dynamodb: { ...change, NewImage: second, OldImage: { pk: { S: 'a' } } },
    },
    { ...frame, eventName: 'REMOVE', dynamodb: { ...change, OldImage: second } },
  ]);
});

test('LATEST begins with what is written after the mapping, TRIM_HORIZON with what is there', async () => {
  const table = await createTable();
  await table.put('before');
  const [latest, all] = [await recorder(), await recorder()];
  await map(table, latest, { StartingPosition: 'LATEST' });
  await map(table, all);
  await table.put('after');
  expect(await seen(all, 2)).toEqual(['before', 'after']);
  expect(await seen(latest, 1)).toEqual(['after']);
});

test('records come in order, in batches of no more than the batch size', async () => {
  const table = await createTable();
  const expected = Array.from({ length: 25 }, (_, index) => `k${index}`);
  await table.put(...expected);
  const target = await recorder();
  await map(table, target, { BatchSize: 10 });
  expect(await seen(target, 25)).toEqual(expected);
  expect(target.events().map((event) => event.Records.length)).toEqual([10, 10, 5]);
});

test('a batching window gathers records that come one by one', async () => {
  const table = await createTable();
  const target = await recorder();
  // Passed second by second: time enough for the records to be read.
  await map(table, target, { MaximumBatchingWindowInSeconds: 300 });
  await table.put('a', 'b', 'c');
  expect(target.events()).toEqual([]);
  await afterPauses('the window is over', () => target.events().length > 0);
  expect(await seen(target, 3)).toEqual(['a', 'b', 'c']);
  expect(target.events()).toHaveLength(1);
});

test('only records that a filter takes reach the function', async () => {
  const table = await createTable('NEW_IMAGE');
  const target = await recorder();
  await map(table, target, {
    FilterCriteria: {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { NewImage: { pk: { S: [{ prefix: 'OUTBOX#' }] } } },
          }),
        },
      ],
    },
  });
  await table.put('ORDER#1', 'OUTBOX#1', 'ORDER#2', 'OUTBOX#2');
  await aws.dynamodb().send(new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: 'OUTBOX#1' } } }));
  await table.put('OUTBOX#3');
  expect(await seen(target, 3)).toEqual(['OUTBOX#1', 'OUTBOX#2', 'OUTBOX#3']);
});

test('a batch that fails is tried again, and nothing behind it goes on', async () => {
  const table = await createTable();
  await table.put('a', 'b', 'c');
  const target = await recorder(`() => { if (attempts() < 3) throw new Error('not yet'); }`);
  const { UUID } = await map(table, target, { BatchSize: 2 });
  await afterPauses('all is seen', () => keys(target).length === 7);
  expect(target.events().map(keysOf)).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], ['c']]);
  await eventually('the success is noted', async () => {
    const mapping = await aws.lambda().send(new GetEventSourceMappingCommand({ UUID }));
    return mapping.LastProcessingResult === 'OK';
  });
});

test('a partial batch response goes on from the first record that it names', async () => {
  const table = await createTable();
  await table.put('a', 'b', 'c', 'd');
  const target = await recorder(
    `({ Records }) => {
       if (attempts() > 1) return { batchItemFailures: [] };
       return { batchItemFailures: [3, 1].map((index) => ({ itemIdentifier: Records[index].dynamodb.SequenceNumber })) };
     }`,
  );
  await map(table, target, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await afterPauses('all is seen', () => target.events().length === 2);
  expect(target.events().map(keysOf)).toEqual([
    ['a', 'b', 'c', 'd'],
    ['b', 'c', 'd'],
  ]);
});

test('bisecting finds the poisonous record, which the on-failure destination is told of', async () => {
  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName: 'failures' }));
  const table = await createTable();
  await table.put('a', 'b', 'poison', 'c', 'd');
  const target = await recorder(
    `({ Records }) => {
       if (Records.some(({ dynamodb }) => dynamodb.Keys.pk.S === 'poison')) throw new Error('poisoned');
     }`,
  );
  await map(table, target, {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failures' },
    },
  });
  const letter = await afterPauses('the destination is told', async () => {
    const received = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl }));
    return received.Messages?.[0]?.Body;
  });
  // Every failed batch held some of the rest, too: what counts is what came in a batch without the poison.
  const delivered = await eventually('the rest is delivered', () => {
    const batches = target.events().map(keysOf);
    const good = batches.filter((batch) => !batch.includes('poison')).flat();
    return good.length >= 4 && good;
  });
  expect(JSON.parse(letter)).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn: target.arn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.any(String),
    DDBStreamBatchInfo: {
      shardId: expect.stringMatching(/^shardId-/),
      startSequenceNumber: expect.any(String),
      endSequenceNumber: expect.any(String),
      approximateArrivalOfFirstRecord: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      approximateArrivalOfLastRecord: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      batchSize: 1,
      streamArn: table.stream,
    },
  });
  expect(delivered).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  ['names a record', '[{ itemIdentifier: Records[0].dynamodb.SequenceNumber }]'],
  ['names no record of the batch', '[{ itemIdentifier: "" }]'],
])('a record of what was discarded says that the function answered and %s', async (_what, failures) => {
  const name = `reported-${crypto.randomUUID()}`;
  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName: name }));
  const table = await createTable();
  await table.put('a');
  const target = await recorder(`({ Records }) => ({ batchItemFailures: ${failures} })`);
  await map(table, target, {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:000000000000:${name}` } },
  });
  const letter = await afterPauses('the destination is told', async () => {
    const received = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl }));
    return received.Messages?.[0]?.Body;
  });
  expect(JSON.parse(letter)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
  });
});

test('records that have become too old are given up, and the on-failure destination is told', async () => {
  const time = manualClock(Date.now());
  const own = await startTestEndpoint({ clock: time });
  try {
    const { QueueUrl } = await clients(own)
      .sqs()
      .send(new CreateQueueCommand({ QueueName: 'old-records' }));
    const table = await createTable('NEW_IMAGE', clients(own));
    await table.put('old');
    const target = await recorder(`() => { throw new Error('never'); }`, clients(own));
    await map(
      table,
      target,
      {
        MaximumRecordAgeInSeconds: 60,
        DestinationConfig: {
          OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:old-records' },
        },
      },
      clients(own),
    );
    await seen(target, 1);
    const letter = await eventually('the destination is told', async () => {
      await time.advance(10_000);
      const received = await clients(own).sqs().send(new ReceiveMessageCommand({ QueueUrl }));
      return received.Messages?.[0]?.Body;
    });
    expect(JSON.parse(letter)).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded' },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: table.stream },
    });
  } finally {
    await own.close();
  }
});

test('a restarted endpoint goes on where it was: nothing is lost, nothing done is repeated', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'stream-test-'));
  try {
    const first = await startTestEndpoint({ dataDirectory });
    const table = await createTable('NEW_IMAGE', clients(first));
    const target = await recorder(undefined, clients(first));
    await map(table, target, { StartingPosition: 'LATEST' }, clients(first));
    await table.put('a', 'b');
    await seen(target, 2);
    await first.close();

    const second = await startTestEndpoint({ dataDirectory });
    await clients(second)
      .dynamodb()
      .send(new PutItemCommand({ TableName: table.name, Item: { pk: { S: 'c' } } }));
    await seen(target, 3);
    await second.close();
    expect(keys(target)).toEqual(['a', 'b', 'c']);
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
});
