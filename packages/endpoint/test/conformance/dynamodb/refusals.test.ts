import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { callJson } from '../../support/call-json.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createTable } from './tables.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const dynamodb = clients(endpoint).dynamodb();
  await createTable(dynamodb, 'items');
  await createTable(dynamodb, 'ranged', {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
      { AttributeName: 'g', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['kept'] },
      },
    ],
  });
});
afterAll(() => endpoint.close());

const Key = { pk: { S: 'a' } };
const items = { TableName: 'items' };
const arn = (region: string, account: string) => `arn:aws:dynamodb:${region}:${account}:table/items`;

const query = (KeyConditionExpression: string, more: object = {}) => ({
  TableName: 'ranged',
  KeyConditionExpression,
  ExpressionAttributeValues: { ':p': { S: 'a' }, ':n': { N: '1' } },
  ...more,
});

/** What the engine takes, or words in its own way, and AWS refuses. */
test.each<[what: string, operation: string, input: object, code: string, message: RegExp]>([
  [
    'a partition key that is not compared for equality',
    'Query',
    query('pk > :p', { ExpressionAttributeValues: { ':p': { S: 'a' } } }),
    'ValidationException',
    /^Query key condition not supported$/,
  ],
  [
    'two conditions on one key',
    'Query',
    query('sk > :n AND sk < :n', { ExpressionAttributeValues: { ':n': { N: '1' } } }),
    'ValidationException',
    /^KeyConditionExpressions must only contain one condition per key$/,
  ],
  [
    'three conditions',
    'Query',
    query('pk = :p AND sk > :n AND sk < :n'),
    'ValidationException',
    /^Conditions can be of length 1 or 2 only$/,
  ],
  [
    'begins_with of a number',
    'Query',
    query('pk = :p AND begins_with(sk, :n)'),
    'ValidationException',
    /Incorrect operand type.*begins_with, operand type: N$/,
  ],
  [
    'an empty key',
    'Query',
    query('pk = :p', { ExpressionAttributeValues: { ':p': { S: '' } } }),
    'ValidationException',
    /cannot contain an empty string value\. Key: pk$/,
  ],
  [
    'a start at another partition key',
    'Query',
    query('pk = :p', {
      ExpressionAttributeValues: { ':p': { S: 'a' } },
      ExclusiveStartKey: { pk: { S: 'b' }, sk: { N: '1' } },
    }),
    'ValidationException',
    /^The provided starting key is outside query boundaries/,
  ],
  [
    'an attribute that an index does not have',
    'Scan',
    {
      TableName: 'ranged',
      IndexName: 'gsi',
      ProjectionExpression: 'g, sk, kept, #x',
      ExpressionAttributeNames: { '#x': 'lost' },
    },
    'ValidationException',
    /Global secondary index gsi does not project \[lost\]$/,
  ],
  [
    'two actions in one of a transaction',
    'TransactWriteItems',
    { TransactItems: [{ Put: { ...items, Item: Key }, Delete: { ...items, Key } }] },
    'ValidationException',
    /^TransactItems can only contain one of Check, Put, Update or Delete$/,
  ],
  [
    'a check without a condition',
    'TransactWriteItems',
    { TransactItems: [{ ConditionCheck: { ...items, Key } }] },
    'ValidationException',
    /Value null at 'transactItems\.1\.member\.conditionCheck\.conditionExpression'/,
  ],
  [
    'a put and a delete in one request of a batch',
    'BatchWriteItem',
    { RequestItems: { items: [{ PutRequest: { Item: Key }, DeleteRequest: { Key } }] } },
    'ValidationException',
    /more than one datatypes set/,
  ],
  [
    'two new indexes at once',
    'UpdateTable',
    {
      ...items,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: ['one', 'two'].map((IndexName) => ({
        Create: {
          IndexName,
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      })),
    },
    'LimitExceededException',
    /^Subscriber limit exceeded: Only 1 online index/,
  ],
  [
    'a tag of AWS',
    'TagResource',
    { ResourceArn: arn('us-east-1', '000000000000'), Tags: [{ Key: 'aws:a', Value: 'b' }] },
    'ValidationException',
    /must not begin with aws:/,
  ],
  [
    'the tags of a table of another account',
    'ListTagsOfResource',
    { ResourceArn: arn('us-east-1', '111111111111') },
    'ResourceNotFoundException',
    /not found/,
  ],
  [
    'a table of another region',
    'GetItem',
    { TableName: arn('eu-west-1', '000000000000'), Key },
    'ResourceNotFoundException',
    /not found/,
  ],
  [
    'the description of a table of another account',
    'DescribeTable',
    { TableName: arn('us-east-1', '111111111111') },
    'ResourceNotFoundException',
    /not found/,
  ],
  [
    'a policy for a table that is not there',
    'PutResourcePolicy',
    { ResourceArn: `${arn('us-east-1', '000000000000')}x`, Policy: '{}' },
    'ResourceNotFoundException',
    /not found/,
  ],
  [
    'a policy that is no JSON',
    'PutResourcePolicy',
    { ResourceArn: arn('us-east-1', '000000000000'), Policy: 'all' },
    'ValidationException',
    /^Invalid policy document/,
  ],
  [
    'the view of a stream that is off',
    'UpdateTable',
    { ...items, StreamSpecification: { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' } },
    'ValidationException',
    /StreamViewType/,
  ],
])('%s is refused (%s)', async (_what, operation, input, code, message) => {
  const { status, body } = await callJson(endpoint, 'dynamodb', `DynamoDB_20120810.${operation}`, input);
  expect({ status, code: String(body['__type']).split('#').at(-1) }).toEqual({ status: 400, code });
  expect(body['message'] ?? body['Message']).toMatch(message);
});

test.each<[what: string, operation: string, input: object]>([
  ['a query in both keys', 'Query', query('pk = :p AND sk >= :n')],
  ['a value on the left', 'Query', query(':p = pk AND :n < sk')],
  [
    'what an index has',
    'Query',
    {
      TableName: 'ranged',
      IndexName: 'gsi',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: { ':g': { S: 'a' } },
      ProjectionExpression: 'pk, sk, g, kept',
    },
  ],
  [
    'a start after a number that is written in another way',
    'Query',
    query('pk = :p AND sk = :n', { ExclusiveStartKey: { pk: { S: 'a' }, sk: { N: '1.0' } } }),
  ],
  ['a table by its ARN', 'DescribeTable', { TableName: arn('us-east-1', '000000000000') }],
])('%s is taken (%s)', async (_what, operation, input) => {
  const { status, body } = await callJson(endpoint, 'dynamodb', `DynamoDB_20120810.${operation}`, input);
  expect({ status, message: body['message'] }).toEqual({ status: 200, message: undefined });
});
