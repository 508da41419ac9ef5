import {
  type AttributeValue,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable } from './tables.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  await createTable(dynamodb(), 'items');
  await createTable(dynamodb(), 'ranged', {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
  });
});
afterAll(() => endpoint.close());

const dynamodb = () => clients(endpoint).dynamodb();
const Key = { pk: { S: 'one' } };

const numbers = (...values: number[]): AttributeValue => ({
  L: values.map((value) => ({ N: String(value) })),
});

beforeEach(() =>
  dynamodb().send(
    new PutItemCommand({
      TableName: 'items',
      Item: {
        ...Key,
        l: numbers(0, 1, 2, 3),
        blank: { L: [] },
        m: { M: { l: numbers(7, 8, 9) } },
        ll: { L: [numbers(0, 1, 2), numbers(3, 4, 5)] },
      },
    }),
  ),
);

const found = async () => (await dynamodb().send(new GetItemCommand({ TableName: 'items', Key }))).Item ?? {};

const update = (UpdateExpression: string, more: Partial<UpdateItemInput> = {}) =>
  dynamodb().send(new UpdateItemCommand({ TableName: 'items', Key, UpdateExpression, ...more }));

/** What every operation says of `prix€` in an expression of its own. */
const syntax = (name: string) => ({
  name: 'ValidationException',
  message: `Invalid ${name}: Syntax error; token: "€", near: "prix€"`,
  $metadata: { httpStatusCode: 400 },
});

test.each([
  [
    'GetItem',
    'ProjectionExpression',
    () => new GetItemCommand({ TableName: 'items', Key, ProjectionExpression: 'prix€' }),
  ],
  [
    'PutItem',
    'ConditionExpression',
    () => new PutItemCommand({ TableName: 'items', Item: Key, ConditionExpression: 'prix€' }),
  ],
  [
    'UpdateItem',
    'UpdateExpression',
    () => new UpdateItemCommand({ TableName: 'items', Key, UpdateExpression: 'REMOVE prix€' }),
  ],
  [
    'UpdateItem',
    'ConditionExpression',
    () =>
      new UpdateItemCommand({
        TableName: 'items',
        Key,
        UpdateExpression: 'REMOVE a',
        ConditionExpression: 'prix€',
      }),
  ],
  [
    'Query',
    'KeyConditionExpression',
    () => new QueryCommand({ TableName: 'items', KeyConditionExpression: 'prix€' }),
  ],
  ['Scan', 'FilterExpression', () => new ScanCommand({ TableName: 'items', FilterExpression: 'prix€' })],
  [
    'TransactGetItems',
    'ProjectionExpression',
    () =>
      new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName: 'items', Key, ProjectionExpression: 'prix€' } }],
      }),
  ],
  [
    'TransactWriteItems',
    'UpdateExpression',
    () =>
      new TransactWriteItemsCommand({
        TransactItems: [{ Update: { TableName: 'items', Key, UpdateExpression: 'REMOVE prix€' } }],
      }),
  ],
  [
    'TransactWriteItems',
    'ConditionExpression',
    () =>
      new TransactWriteItemsCommand({
        TransactItems: [{ ConditionCheck: { TableName: 'items', Key, ConditionExpression: 'prix€' } }],
      }),
  ],
])('%s refuses a character of no token in %s', async (_operation, name, command) => {
  await expect(dynamodb().send(command() as GetItemCommand)).rejects.toMatchObject(syntax(name));
});

test('the names of members may be escaped: their expressions are refused all the same', async () => {
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
    body: '{"TableName":"items","Key":{"pk":{"S":"one"}},"\\u0050rojectionExpressio\\u006e":"prix€"}',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ message: syntax('ProjectionExpression').message });
});

test('white space in paths and parentheses around operands are taken', async () => {
  await update('SET l [ 0 ] = :v', { ExpressionAttributeValues: { ':v': { N: '9' } } });
  const { Items } = await dynamodb().send(
    new ScanCommand({
      TableName: 'items',
      FilterExpression: '(l [ 0 ]) = (:v)',
      ProjectionExpression: 'm . l [ 1 ]',
      ExpressionAttributeValues: { ':v': { N: '9' } },
    }),
  );
  expect(Items).toEqual([{ m: { M: { l: numbers(8) } } }]);
});

test.each([
  ['SET l[9] = :a', { l: numbers(0, 1, 2, 3, 70) }],
  ['SET l[4294967294] = :a', { l: numbers(0, 1, 2, 3, 70) }],
  ['SET l[9] = :b, l[7] = :a', { l: numbers(0, 1, 2, 3, 70, 80) }],
  ['SET l[9] = :b, #l[7] = :a', { l: numbers(0, 1, 2, 3, 70, 80) }],
  ['SET l[1] = :a, m.l[7] = :b', { l: numbers(0, 70, 2, 3), m: { M: { l: numbers(7, 8, 9, 80) } } }],
  ['SET ll[1][7] = :a', { ll: { L: [numbers(0, 1, 2), numbers(3, 4, 5, 70)] } }],
  ['SET blank[3] = :a', { blank: numbers(70) }],
  ['ADD l[9] :a, l[0] :b', { l: numbers(80, 1, 2, 3, 70) }],
  ['REMOVE l[0] SET l[9] = :a', { l: numbers(1, 2, 3, 70) }],
  ['REMOVE l[0], l[2]', { l: numbers(1, 3) }],
  ['REMOVE l[1], #l[2], l[0]', { l: numbers(3) }],
  ['REMOVE ll[0], ll[1][0]', { ll: { L: [numbers(4, 5)] } }],
  ['REMOVE m.l[0], m.l[1], l[0]', { m: { M: { l: numbers(9) } }, l: numbers(1, 2, 3) }],
])('%s: indexes are those of the item before the update', async (expression, expected) => {
  const values = { ':a': { N: '70' }, ':b': { N: '80' } };
  const used = Object.entries(values).filter(([name]) => expression.includes(name));
  const more = {
    ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    ...(expression.includes('#l') && { ExpressionAttributeNames: { '#l': 'l' } }),
  };
  await update(expression, more);
  expect(await found()).toMatchObject(expected);

  // The same within a transaction.
  await dynamodb().send(new PutItemCommand({ TableName: 'items', Item: { ...(await found()), ...lists() } }));
  await dynamodb().send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Update: { TableName: 'items', Key, UpdateExpression: expression, ...more } }],
    }),
  );
  expect(await found()).toMatchObject(expected);
});

const lists = () => ({
  l: numbers(0, 1, 2, 3),
  blank: { L: [] },
  m: { M: { l: numbers(7, 8, 9) } },
  ll: { L: [numbers(0, 1, 2), numbers(3, 4, 5)] },
});

test('a path through an element that is not there is refused', async () => {
  await expect(
    update('SET l[9].a = :v', { ExpressionAttributeValues: { ':v': { N: '1' } } }),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'The document path provided in the update expression is invalid for update',
  });
});

test('elements appended at once by many clients are all there', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      update('SET blank[1000] = :v', { ExpressionAttributeValues: { ':v': { N: String(index) } } }),
    ),
  );
  const { blank } = await found();
  expect(blank?.L?.map(({ N }) => Number(N)).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
});

const WRONG_TYPE =
  'One or more parameter values were invalid: Condition parameter type does not match schema type';

test.each<[string, Omit<QueryInput, 'TableName'>]>([
  ['a partition key', { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { N: '1' } } }],
  [
    'a sort key',
    {
      KeyConditionExpression: '#p = :p AND :s < #s',
      ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: '1' } },
    },
  ],
  [
    'one end of a range',
    {
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':a': { N: '1' }, ':b': { S: '2' } },
    },
  ],
  [
    'a legacy condition',
    { KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '1' }] } } },
  ],
])('a query that compares %s with a value of another type is refused', async (_what, input) => {
  await expect(dynamodb().send(new QueryCommand({ TableName: 'ranged', ...input }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: WRONG_TYPE,
  });
});

test.each([
  [
    { Statement: 'SELECT * FROM items', Parameters: [] },
    /Value '\[\]' at 'parameters'.*greater than or equal to 1/,
  ],
  [{ Statement: '' }, /at 'statement'.*greater than or equal to 1/],
  [{ Statement: `SELECT * FROM items -- ${'x'.repeat(8192)}` }, /at 'statement'.*less than or equal to 8192/],
  [
    { Statement: `SELECT * FROM items WHERE pk = '?'`, Parameters: [{ S: 'one' }] },
    /^Number of parameters in request and statement don't match\.$/,
  ],
  [
    { Statement: 'SELECT * FROM items WHERE pk = ? AND a = ?', Parameters: [{ S: 'one' }] },
    /^Number of parameters in request and statement don't match\.$/,
  ],
  [{ Statement: 'SELECT é FROM items' }, /^Statement wasn't well formed, can't be processed/],
])('the PartiQL statement %# is refused', async (input, message) => {
  await expect(dynamodb().send(new ExecuteStatementCommand(input))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
});
