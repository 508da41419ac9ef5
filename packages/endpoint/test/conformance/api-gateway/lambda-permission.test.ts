import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { createRestApi, type TestRestApi } from '../../support/rest-api.ts';

const clock = manualClock();
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

async function apiWithFunction(name: string): Promise<TestRestApi> {
  await createFunction(aws, { name, source: `export const handler = async () => ({ body: 'ok' });` });
  return createRestApi(endpoint, aws, [{ route: 'GET /orders/{id}', function: name }]);
}

function allow(name: string, settings: { SourceArn?: string; Principal?: string } = {}) {
  return aws.lambda().send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: 'gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...settings,
    }),
  );
}

test('a function that does not let API Gateway invoke it is not invoked', async () => {
  const api = await apiWithFunction('closed');
  const response = await fetch(`${api.url}/orders/7`);
  expect(response.status).toBe(500);
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  expect(await response.json()).toEqual({ message: 'Internal server error' });
});

test('a permission counts from the next request on', async () => {
  const api = await apiWithFunction('opened');
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(500);
  await allow('opened', {
    SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${api.id}/live/GET/orders/*`,
  });
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(200);
});

test('a permission for another API, stage, method or path does not count', async () => {
  const api = await apiWithFunction('other');
  await allow('other', { SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${api.id}/live/POST/*` });
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(500);
});

test('a permission of another service does not count', async () => {
  const api = await apiWithFunction('queue');
  await allow('queue', { Principal: 'sqs.amazonaws.com' });
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(500);
});

test('a permission that is taken away ends, within a second', async () => {
  const api = await apiWithFunction('revoked');
  await allow('revoked');
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(200);
  await aws.lambda().send(new RemovePermissionCommand({ FunctionName: 'revoked', StatementId: 'gateway' }));
  await clock.advance(1000);
  expect((await fetch(`${api.url}/orders/7`)).status).toBe(500);
});

test('an API whose function does not exist answers 500', async () => {
  const api = await createRestApi(endpoint, aws, [{ route: 'GET /', function: 'no-such-function' }]);
  expect((await fetch(api.url)).status).toBe(500);
});

test('an API whose function is named by a stage variable that is not set answers 500', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own placeholder
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.name}';
  const api = await createRestApi(endpoint, aws, [{ route: 'GET /', function: arn }]);
  expect((await fetch(api.url)).status).toBe(500);
});
