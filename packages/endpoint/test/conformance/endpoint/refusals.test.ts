import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clientConfig, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const scope = (service: string, region = 'us-east-1') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260101T000000Z',
});

const post = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(endpoint.url, { method: 'POST', headers, body });

const json = (service: string, target: string) => ({
  ...scope(service),
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': target,
});

test('the health of the endpoint is told without credentials', async () => {
  const answer = await fetch(`${endpoint.url}/_endpoint/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ status: 'running', region: 'us-east-1' });
});

test.each([
  ['dynamodb', 'DynamoDB_20120810.PutItem'],
  ['sqs', 'AmazonSQS.SendMessage'],
])('a malformed body is refused by %s, and the endpoint goes on', async (service, target) => {
  const answer = await post(json(service, target), '{"TableName": ');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ __type: expect.stringContaining('SerializationException') });
  expect((await fetch(`${endpoint.url}/_endpoint/health`)).status).toBe(200);
});

test('a member of the wrong type is refused by its name', async () => {
  const answer = await post(json('dynamodb', 'DynamoDB_20120810.DescribeTable'), '{"TableName": 5}');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    __type: expect.stringContaining('ValidationException'),
    message: expect.stringContaining('TableName'),
  });
});

test('an unknown operation is refused by its name', async () => {
  const answer = await post(json('dynamodb', 'DynamoDB_20120810.MakeCoffee'), '{}');
  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({
    __type: expect.stringContaining('NotImplemented'),
    message: expect.stringContaining('dynamodb:MakeCoffee'),
  });
});

test('what is not implemented is refused with the page that lists what is', async () => {
  const answer = await post(json('dynamodb', 'DynamoDB_20120810.MakeCoffee'), '{}');
  const { message } = (await answer.json()) as { message: string };
  const page = /(\S+\.md) lists what it supports/.exec(message)?.[1] ?? '';
  expect(readFileSync(page, 'utf8')).toMatch(/^\| service \|/m);
});

test('an unknown service is refused by its name, in JSON and in XML', async () => {
  const asJson = await post({ ...scope('ec2'), 'content-type': 'application/json' }, '{}');
  expect(asJson.status).toBe(501);
  expect(await asJson.json()).toMatchObject({ message: expect.stringContaining('ec2') });
  const asXml = await post(
    { ...scope('ec2'), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    'Action=DescribeInstances',
  );
  expect(asXml.status).toBe(501);
  expect(await asXml.text()).toContain('<Code>NotImplemented</Code>');
});

test('a body over the limit is refused before it is read', async () => {
  const answer = await post(json('dynamodb', 'DynamoDB_20120810.PutItem'), new Uint8Array(17 * 1024 * 1024));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    __type: expect.stringContaining('RequestEntityTooLarge'),
  });
  expect((await fetch(`${endpoint.url}/_endpoint/health`)).status).toBe(200);
});

test('a request for another region says which one the endpoint serves, and how to change it', async () => {
  const elsewhere = new DynamoDBClient({ ...clientConfig(endpoint), region: 'eu-west-1' });
  await expect(
    elsewhere.send(new PutItemCommand({ TableName: 'any', Item: { pk: { S: 'x' } } })),
  ).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: expect.stringMatching(/signed for eu-west-1.*serves us-east-1.*--region eu-west-1/),
  });
});

test('a request without credentials is refused in the words of AWS', async () => {
  const { authorization: _none, ...headers } = json('dynamodb', 'DynamoDB_20120810.PutItem');
  const answer = await post(headers, '{}');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    __type: expect.stringContaining('MissingAuthenticationToken'),
  });
});
