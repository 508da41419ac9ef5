import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const FIFO = 'arn:aws:sqs:us-east-1:000000000000:orders.fifo';
const OTHER = 'arn:aws:sqs:us-east-1:000000000000:other';
const SHORT = 'arn:aws:sqs:us-east-1:000000000000:short';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let stream: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  await aws.sqs().send(new CreateQueueCommand({ QueueName: 'orders' }));
  await aws.sqs().send(new CreateQueueCommand({ QueueName: 'other' }));
  await aws
    .sqs()
    .send(new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } }));
  await aws
    .sqs()
    .send(new CreateQueueCommand({ QueueName: 'short', Attributes: { VisibilityTimeout: '5' } }));
  const table = await aws.dynamodb().send(
    new CreateTableCommand({
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  stream = table.TableDescription?.LatestStreamArn ?? '';
  await createFunction(aws, {
    name: 'consumer',
    source: 'export const handler = async () => null;',
    Timeout: 10,
  });
  await aws.lambda().send(new PublishVersionCommand({ FunctionName: 'consumer' }));
  await aws
    .lambda()
    .send(new CreateAliasCommand({ FunctionName: 'consumer', Name: 'live', FunctionVersion: '1' }));
});
afterAll(() => endpoint.close());

const create = (settings: Partial<CreateEventSourceMappingRequest>) =>
  aws
    .lambda()
    .send(new CreateEventSourceMappingCommand({ FunctionName: 'consumer', Enabled: false, ...settings }));

test('a mapping of a queue has the defaults of AWS, and the function with its alias', async () => {
  expect(await create({ EventSourceArn: FIFO, FunctionName: 'consumer:live' })).toMatchObject({
    UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    State: 'Creating',
    EventSourceArn: FIFO,
    FunctionArn: `${FUNCTION}:live`,
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
    LastModified: expect.any(Date),
  });
});

test('a mapping of a stream has the defaults of AWS', async () => {
  expect(await create({ EventSourceArn: stream, StartingPosition: 'LATEST' })).toMatchObject({
    FunctionArn: FUNCTION,
    StartingPosition: 'LATEST',
    BatchSize: 100,
    ParallelizationFactor: 1,
    BisectBatchOnFunctionError: false,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: {} },
  });
});

test('mappings are listed by their source and by their function', async () => {
  const { UUID } = await create({ EventSourceArn: QUEUE, FunctionName: `${FUNCTION}:live` });
  const bySource = await aws.lambda().send(new ListEventSourceMappingsCommand({ EventSourceArn: QUEUE }));
  expect(bySource.EventSourceMappings?.map((mapping) => mapping.UUID)).toEqual([UUID]);
  const byFunction = await aws
    .lambda()
    .send(new ListEventSourceMappingsCommand({ FunctionName: 'consumer:live' }));
  expect(byFunction.EventSourceMappings?.map((mapping) => mapping.UUID)).toContain(UUID);
  const first = await aws.lambda().send(new ListEventSourceMappingsCommand({ MaxItems: 1 }));
  const rest = await aws.lambda().send(new ListEventSourceMappingsCommand({ Marker: first.NextMarker }));
  expect(first.EventSourceMappings).toHaveLength(1);
  expect(rest.EventSourceMappings?.map((mapping) => mapping.UUID)).not.toContain(
    first.EventSourceMappings?.[0]?.UUID,
  );
});

test('a mapping shows the metrics and the key that it was given', async () => {
  const key = 'arn:aws:kms:us-east-1:000000000000:key/k';
  const settings = { MetricsConfig: { Metrics: ['EventCount' as const] }, KMSKeyArn: key };
  const { UUID } = await create({ EventSourceArn: OTHER, ...settings });
  expect(await aws.lambda().send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject(settings);
  await aws.lambda().send(new DeleteEventSourceMappingCommand({ UUID }));
});

test('a mapping is made with tags, which are added, listed, removed, and kept by an update', async () => {
  const { UUID, EventSourceMappingArn: Resource } = await create({
    EventSourceArn: FIFO,
    Tags: { team: 'shop', stage: 'test' },
  });
  await aws.lambda().send(new TagResourceCommand({ Resource, Tags: { owner: 'me', stage: 'live' } }));
  await aws.lambda().send(new UntagResourceCommand({ Resource, TagKeys: ['team'] }));
  await aws.lambda().send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 }));
  const { Tags } = await aws.lambda().send(new ListTagsCommand({ Resource }));
  expect(Tags).toEqual({ stage: 'live', owner: 'me' });
  await expect(
    aws.lambda().send(new ListTagsCommand({ Resource: Resource?.replace(/[^:]+$/, 'none') })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    aws.lambda().send(new ListTagsCommand({ Resource: Resource?.replace(/[^:]+$/, crypto.randomUUID()) })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringMatching(/^Event source mapping not found: arn:aws:lambda:/),
  });
});

test('the same source and function are mapped once', async () => {
  await create({ EventSourceArn: QUEUE });
  await expect(create({ EventSourceArn: QUEUE })).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: expect.stringMatching(
      /^An event source mapping with SQS arn \(" \S+ "\) and function \(" consumer "\) already exists\. Please update or delete the existing mapping with UUID [0-9a-f-]{36}$/,
    ),
  });
});

test.each<[string, Partial<CreateEventSourceMappingRequest>, RegExp]>([
  [
    'a queue whose visibility timeout is less than the timeout of the function',
    { EventSourceArn: SHORT },
    /Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds/,
  ],
  ['a queue that is not there', { EventSourceArn: `${QUEUE}-none` }, /NonExistentQueue/],
  [
    'a stream that is not there',
    {
      EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/2026-01-01T00:00:00.000',
      StartingPosition: 'LATEST',
    },
    /Stream not found/,
  ],
  ['a source that is none', { EventSourceArn: FUNCTION }, /^Unrecognized event source\.$/],
  ['a large batch without a window', { EventSourceArn: SHORT, BatchSize: 11 }, /Maximum batch window/],
  ['a large batch of a FIFO queue', { EventSourceArn: FIFO, BatchSize: 11 }, /at most 10 for FIFO/],
  ['a window on a FIFO queue', { EventSourceArn: FIFO, MaximumBatchingWindowInSeconds: 1 }, /FIFO/],
  [
    'a starting position of a queue',
    { EventSourceArn: QUEUE, StartingPosition: 'LATEST' },
    /not valid for SQS/,
  ],
  [
    'a topic of Kafka',
    { EventSourceArn: QUEUE, Topics: ['t'] },
    /^Unsupported Topics parameter for given event source mapping type\.$/,
  ],
  [
    'retries of a queue',
    { EventSourceArn: QUEUE, MaximumRetryAttempts: 1 },
    /^Unsupported MaximumRetryAttempts parameter for given event source mapping type\.$/,
  ],
  [
    'a filter that is no pattern',
    { EventSourceArn: SHORT, FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":"b"}}' }] } },
    /^Invalid filter pattern definition\.$/,
  ],
])('%s is refused', async (_what, settings, message) => {
  await expect(create(settings)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringMatching(message),
  });
});

test('a stream without a starting position is refused', async () => {
  await expect(create({ EventSourceArn: stream })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining("Value null at 'startingPosition'"),
  });
});

test('a function that is not there is refused', async () => {
  await expect(create({ EventSourceArn: QUEUE, FunctionName: 'nobody' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'Function does not exist',
  });
  await expect(create({ EventSourceArn: QUEUE, FunctionName: 'consumer:nobody' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'Function does not exist',
  });
});

test('a mapping shows what it is going to be, and then what it is', async () => {
  const { UUID, State } = await create({ EventSourceArn: OTHER, Enabled: true });
  const change = async (Enabled?: boolean) =>
    (await aws.lambda().send(new UpdateEventSourceMappingCommand({ UUID, Enabled, BatchSize: 3 }))).State;
  const state = async () => (await aws.lambda().send(new GetEventSourceMappingCommand({ UUID }))).State;
  const seen = [State, await state()];
  for (const enabled of [false, undefined, true, true]) seen.push(await change(enabled), await state());
  expect(seen).toEqual([
    ...['Creating', 'Enabled'],
    ...['Disabling', 'Disabled'],
    ...['Updating', 'Disabled'],
    ...['Enabling', 'Enabled'],
    ...['Updating', 'Enabled'],
  ]);
  const deleted = await aws.lambda().send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(deleted.State).toBe('Deleting');
  await expect(state()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a batch size beyond all limits is refused', async () => {
  await expect(create({ EventSourceArn: QUEUE, BatchSize: 10_001 })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('BatchSize'),
  });
});
