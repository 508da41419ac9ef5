import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ region: 'eu-west-1', accountId: '123456789012' });
});
afterAll(() => endpoint.close());

test.each(['/_endpoint/health', '/health'])('%s says which endpoint this is', async (path) => {
  const answer = await fetch(endpoint.url + path);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({
    status: 'running',
    kind: 'embedded-aws-endpoint',
    id: endpoint.id,
    region: 'eu-west-1',
    accountId: '123456789012',
    services: expect.arrayContaining(['dynamodb', 's3']),
  });
});

test('no two endpoints have one identity', async () => {
  const other = await startTestEndpoint();
  await other.close();
  expect(other.id).not.toBe(endpoint.id);
});

test("/_localstack/health has LocalStack's form, for tools that wait for it, and says that this is none", async () => {
  expect(await (await fetch(`${endpoint.url}/_localstack/health`)).json()).toMatchObject({
    services: { s3: 'running', lambda: 'running' },
    edition: 'embedded-aws-endpoint',
  });
});

test('the start page says how to use the endpoint', async () => {
  const answer = await fetch(endpoint.url);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain(`export AWS_ENDPOINT_URL=${endpoint.url} `);
  expect(text).toContain('AWS_DEFAULT_REGION=eu-west-1');
  expect(text).toContain(`${endpoint.url}/_endpoint/health`);
});

test('a signed request to the same address is for S3', async () => {
  expect(await clients(endpoint).s3().send(new ListBucketsCommand({}))).toMatchObject({ Buckets: [] });
});

test.each(['/', '/health', '/_endpoint/health'])('HEAD %s has no body', async (path) => {
  const answer = await fetch(endpoint.url + path, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});
