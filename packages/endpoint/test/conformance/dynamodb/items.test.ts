import { crc32 } from 'node:zlib';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DescribeLimitsCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable } from './tables.ts';

let endpoint: Endpoint;
let arn: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  ({ arn } = await createTable(dynamodb(), 'items'));
});
afterAll(() => endpoint.close());

const dynamodb = () => clients(endpoint).dynamodb();

const puts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Put: { TableName: 'items', Item: { pk: { S: `t${index}` } } },
  }));

test('an item comes back as it was put, bytes and all', async () => {
  const Item = {
    pk: { S: 'whole' },
    bytes: { B: new Uint8Array([0, 255]) },
    amount: { N: '12345678901234567890.12' },
    tags: { SS: ['a', 'b'] },
    nested: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
  };
  await dynamodb().send(new PutItemCommand({ TableName: 'items', Item }));
  const found = await dynamodb().send(
    new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'whole' } } }),
  );
  expect(found.Item).toEqual(Item);
});

test('a table can be named by its ARN, and attributes that hold one stay as they are', async () => {
  await dynamodb().send(
    new PutItemCommand({ TableName: arn, Item: { pk: { S: 'by-arn' }, ref: { S: arn } } }),
  );
  await dynamodb().send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: arn, Item: { pk: { S: 'by-arn-too' } } } }],
    }),
  );
  const found = await dynamodb().send(new GetItemCommand({ TableName: arn, Key: { pk: { S: 'by-arn' } } }));
  expect(found.Item?.['ref']).toEqual({ S: arn });
});

test('a condition that fails says so, with the item if asked', async () => {
  await dynamodb().send(
    new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'taken' }, v: { N: '1' } } }),
  );
  await expect(
    dynamodb().send(
      new PutItemCommand({
        TableName: 'items',
        Item: { pk: { S: 'taken' } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  ).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: { pk: { S: 'taken' }, v: { N: '1' } },
  });
});

test('a transaction that is cancelled gives a reason for each of its actions, and changes nothing', async () => {
  await dynamodb().send(new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'there' } } }));
  await expect(
    dynamodb().send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'items', Item: { pk: { S: 'not-written' } } } },
          {
            Put: {
              TableName: 'items',
              Item: { pk: { S: 'there' } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    ),
  ).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
  });
  const found = await dynamodb().send(
    new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'not-written' } } }),
  );
  expect(found.Item).toBeUndefined();
});

test('a transaction is done once for one token, and another with that token is refused', async () => {
  const transaction = (amount: string) =>
    new TransactWriteItemsCommand({
      ClientRequestToken: 'once',
      TransactItems: [
        {
          Update: {
            TableName: 'items',
            Key: { pk: { S: 'counter' } },
            UpdateExpression: 'ADD amount :a',
            ExpressionAttributeValues: { ':a': { N: amount } },
          },
        },
      ],
    });
  await dynamodb().send(transaction('1'));
  await dynamodb().send(transaction('1'));
  await expect(dynamodb().send(transaction('2'))).rejects.toMatchObject({
    name: 'IdempotentParameterMismatchException',
  });
  const found = await dynamodb().send(
    new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'counter' } } }),
  );
  expect(found.Item?.['amount']).toEqual({ N: '1' });
});

test.each([
  [
    'an item of more than 400 kB',
    { TableName: 'items', Item: { pk: { S: 'big' }, x: { S: 'x'.repeat(410_000) } } },
  ],
  ['an empty key', { TableName: 'items', Item: { pk: { S: '' } } }],
  ['a key of the wrong type', { TableName: 'items', Item: { pk: { N: '1' } } }],
  ['an item without its key', { TableName: 'items', Item: { x: { S: '1' } } }],
  ['a number of 39 digits', { TableName: 'items', Item: { pk: { S: 'n' }, n: { N: '1'.repeat(39) } } }],
])('%s is refused', async (_what, input) => {
  await expect(dynamodb().send(new PutItemCommand(input))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test.each([
  ['a transaction of 101 actions', () => new TransactWriteItemsCommand({ TransactItems: puts(101) })],
  [
    'two actions of a transaction on one item',
    () => new TransactWriteItemsCommand({ TransactItems: [...puts(1), ...puts(1)] }),
  ],
])('%s is refused', async (_what, command) => {
  await expect(dynamodb().send(command())).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a batch of 26 writes and one of 101 reads are refused', async () => {
  const writes = Array.from({ length: 26 }, (_, index) => ({
    PutRequest: { Item: { pk: { S: `b${index}` } } },
  }));
  await expect(
    dynamodb().send(new BatchWriteItemCommand({ RequestItems: { items: writes } })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  const Keys = Array.from({ length: 101 }, (_, index) => ({ pk: { S: `b${index}` } }));
  await expect(
    dynamodb().send(new BatchGetItemCommand({ RequestItems: { items: { Keys } } })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a value that no expression uses is refused', async () => {
  await expect(
    dynamodb().send(
      new UpdateItemCommand({
        TableName: 'items',
        Key: { pk: { S: 'x' } },
        UpdateExpression: 'SET a = :a',
        ExpressionAttributeValues: { ':a': { N: '1' }, ':b': { N: '2' } },
      }),
    ),
  ).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(':b') });
});

test('a table that is not there is not found', async () => {
  await expect(
    dynamodb().send(new PutItemCommand({ TableName: 'none', Item: { pk: { S: 'x' } } })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an operation that the endpoint lacks is refused by name', async () => {
  await expect(dynamodb().send(new DescribeLimitsCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('dynamodb:DescribeLimits'),
  });
});

test('every answer carries a request id', async () => {
  const found = await dynamodb().send(new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'x' } } }));
  expect(found.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  ['an item, by the engine', 'DynamoDB_20120810.GetItem', { TableName: 'items', Key: { pk: { S: 'x' } } }],
  ['a table, by the endpoint', 'DynamoDB_20120810.DescribeTable', { TableName: 'items' }],
  ['a table that is not there', 'DynamoDB_20120810.DescribeTable', { TableName: 'none' }],
  ['a refused expression', 'DynamoDB_20120810.Scan', { TableName: 'items', FilterExpression: '€' }],
  ['streams', 'DynamoDBStreams_20120810.ListStreams', {}],
])('the answer for %s carries its CRC-32', async (_what, target, input) => {
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('x-amz-crc32')).toBe(String(crc32(body)));
});
