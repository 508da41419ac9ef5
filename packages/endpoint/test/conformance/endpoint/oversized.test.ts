import { execFileSync } from 'node:child_process';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients } from '../../support/endpoint.ts';

let endpoint: SpawnedEndpoint;
beforeAll(async () => {
  endpoint = await spawnEndpoint({ port: 0, logLevel: 'error' });
  await clients({ url: endpoint.url, region: 'us-east-1' })
    .dynamodb()
    .send(
      new CreateTableCommand({
        TableName: 'items',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
});
afterAll(() => endpoint.close());

const MEGABYTE = 1024 * 1024;
/** A list of so many bytes. */
const listOf = (element: string, bytes: number) =>
  `[${`${element},`.repeat(Math.floor(bytes / (element.length + 1)) - 1)}${element}]`;
const membersOf = (count: number) =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;

const headersOf = (service: string, more: Record<string, string>) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260101T000000Z',
  ...more,
});

/** Each kept the event loop, or the database engine, busy for many seconds, or was answered with 300 MB. */
const TARGETED: readonly [string, string, () => string][] = [
  ['sqs', 'AmazonSQS.SendMessageBatch', () => `{"QueueUrl":"a","Entries":${listOf('1', 7 * MEGABYTE)}}`],
  ['sqs', 'AmazonSQS.SendMessageBatch', () => `{"QueueUrl":"a","Entries":${listOf('{}', 7 * MEGABYTE)}}`],
  ['logs', 'Logs_20140328.PutLogEvents', () => membersOf(400_000)],
  ['ssm', 'AmazonSSM.GetParameters', () => `{"Names":${listOf('1', 0.9 * MEGABYTE)}}`],
  [
    'dynamodb',
    'DynamoDB_20120810.CreateTable',
    () => `{"AttributeDefinitions":${listOf('{}', 0.9 * MEGABYTE)}}`,
  ],
  ['dynamodb', 'DynamoDB_20120810.PutItem', () => `{"TableName":"items","Item":${membersOf(800_000)}}`],
  [
    'dynamodb',
    'DynamoDB_20120810.Query',
    () =>
      `{"TableName":"items","KeyConditionExpression":"a=:a","ExpressionAttributeValues":${membersOf(800_000)}}`,
  ],
  [
    'dynamodb',
    'DynamoDB_20120810.BatchWriteItem',
    () => `{"RequestItems":{"items":${listOf('{}', 15 * MEGABYTE)}}}`,
  ],
  [
    'dynamodb',
    'DynamoDB_20120810.TransactWriteItems',
    () => `{"TransactItems":${listOf('{}', 15 * MEGABYTE)}}`,
  ],
  [
    'dynamodb',
    'DynamoDB_20120810.PutItem',
    () =>
      `{"TableName":"items","ConditionExpression":"a = a","Item":{"pk":${'{"M":{"a":'.repeat(200_000)}1${'}}'.repeat(200_000)}}}`,
  ],
];

test.each(TARGETED)(
  'a body of %s (%s) with far too many members is refused in a few words',
  async (service, target, body) => {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      headers: headersOf(service, { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target }),
      body: body(),
    });
    expect(answer.status).toBe(400);
    expect((await answer.text()).length).toBeLessThan(1000);
  },
);

test.each([
  ['PATCH', 'apigateway', '/restapis/abc', () => `{"patchOperations":${listOf('{}', 0.9 * MEGABYTE)}}`],
  ['POST', 'lambda', '/2015-03-31/functions', () => `{"Layers":${listOf('{}', 30 * MEGABYTE)}}`],
] as const)(
  '%s of %s with far too many members is refused in a few words',
  async (method, service, path, body) => {
    const answer = await fetch(endpoint.url + path, {
      method,
      headers: headersOf(service, { 'content-type': 'application/json' }),
      body: body(),
    });
    expect(answer.status).toBe(400);
    expect((await answer.text()).length).toBeLessThan(1000);
  },
);

test('XML with far too many elements is refused in a few words', async () => {
  await fetch(`${endpoint.url}/bucket`, { method: 'PUT', headers: headersOf('s3', {}) });
  const answer = await fetch(`${endpoint.url}/bucket?tagging`, {
    method: 'PUT',
    headers: headersOf('s3', {}),
    body: `<Tagging><TagSet>${'<Tag/>'.repeat(150_000)}</TagSet></Tagging>`,
  });
  expect(answer.status).toBe(400);
  expect((await answer.text()).length).toBeLessThan(1000);
});

test('many mistakes in one request are counted, and the first ones named', async () => {
  const answer = await fetch(`${endpoint.url}/restapis/abc`, {
    method: 'PATCH',
    headers: headersOf('apigateway', { 'content-type': 'application/json' }),
    body: `{"patchOperations":${listOf('1', 2000)}}`,
  });
  const text = await answer.text();
  expect(text).toContain('1000 validation errors detected: patchOperations.0: ');
  expect(text.length).toBeLessThan(1000);
});

test('the memory of large bodies is given back', async () => {
  const code = Buffer.alloc(40 * MEGABYTE, 7).toString('base64');
  const body = `{"FunctionName":"a","Runtime":"nodejs24.x","Handler":"a.b","Role":"arn:aws:iam::000000000000:role/a","Code":{"ZipFile":"${code}"}}`;
  const upload = () =>
    fetch(`${endpoint.url}/2015-03-31/functions`, {
      method: 'POST',
      headers: headersOf('lambda', { 'content-type': 'application/json' }),
      body,
    });
  const answers = await Promise.all(Array.from({ length: 4 }, upload));
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  await eventually('less than 300 MB are resident', () => residentMegabytes(endpoint.pid) < 300);
});

function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
