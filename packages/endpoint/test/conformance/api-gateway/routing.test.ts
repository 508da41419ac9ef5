import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  const aws = clients(endpoint);
  await createFunction(aws, {
    name: 'where',
    source: `export const handler = async (event) => ({
      body: event.httpMethod + ' ' + event.resource + ' ' + JSON.stringify(event.pathParameters),
    });`,
  });
  await allowApiGateway(aws, 'where');
  api = await createRestApi(
    endpoint,
    aws,
    [
      'GET /',
      'GET /orders',
      'GET /orders/latest',
      'GET /orders/{id}',
      'DELETE /orders/{id}',
      'GET /orders/{id}/lines',
      'ANY /{proxy+}',
    ].map((route) => ({ route, function: 'where' })),
  );
});
afterAll(() => endpoint.close());

describe('the most specific resource answers', () => {
  test.each([
    ['/orders/latest', 'GET /orders/latest null'],
    ['/orders/7', 'GET /orders/{id} {"id":"7"}'],
    ['/orders/latest/lines', 'GET /orders/{id}/lines {"id":"latest"}'],
    ['/orders/7/other', 'GET /{proxy+} {"proxy":"orders/7/other"}'],
    ['/elsewhere', 'GET /{proxy+} {"proxy":"elsewhere"}'],
    ['/orders/', 'GET /orders null'],
    ['//orders', 'GET /orders null'],
    ['/%6Frders', 'GET /orders null'],
    ['/elsewhere//deep/', 'GET /{proxy+} {"proxy":"elsewhere//deep"}'],
    ['/', 'GET / null'],
    ['', 'GET / null'],
  ])('GET %s', async (path, expected) => {
    expect(await (await fetch(`${api.url}${path}`)).text()).toBe(expected);
  });
});

test('ANY answers for every method that its resource does not name', async () => {
  const response = await fetch(`${api.url}/elsewhere`, { method: 'PATCH' });
  expect(await response.text()).toBe('PATCH /{proxy+} {"proxy":"elsewhere"}');
});

test('a method that the most specific resource lacks is looked for in the next one that fits', async () => {
  const response = await fetch(`${api.url}/orders/7`, { method: 'POST' });
  expect(await response.text()).toBe('POST /{proxy+} {"proxy":"orders/7"}');
});

test('a method that no resource has is answered like a route that does not exist', async () => {
  const aws = clients(endpoint);
  const small = await createRestApi(endpoint, aws, [{ route: 'GET /only', function: 'where' }]);
  const response = await fetch(`${small.url}/only`, { method: 'POST' });
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
});

test('a route that does not exist is answered like one that wants a signature', async () => {
  const aws = clients(endpoint);
  const small = await createRestApi(endpoint, aws, [{ route: 'GET /only', function: 'where' }]);
  const response = await fetch(`${small.url}/other`);
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
});

test('a malformed percent escape in the path is a bad request', async () => {
  const status = await new Promise((resolve) => {
    request(`${api.url}/orders/%zz`, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(400);
});

test('LocalStack’s older form of the URL leads to the same API', async () => {
  const response = await fetch(`${endpoint.url}/restapis/${api.id}/live/_user_request_/orders/7`);
  expect(await response.text()).toBe('GET /orders/{id} {"id":"7"}');
});

test('the host that AWS gives an API leads to it', async () => {
  const text = await new Promise((resolve, reject) => {
    const sent = request(`${endpoint.url}/live/orders/7`, {
      headers: { host: `${api.id}.execute-api.localhost:4566` },
    });
    sent.on('error', reject);
    sent.on('response', (response) => response.on('data', (data: Buffer) => resolve(data.toString())));
    sent.end();
  });
  expect(text).toBe('GET /orders/{id} {"id":"7"}');
});

describe('403 Forbidden answers for', () => {
  test.each([
    ['an API that does not exist', () => `${endpoint.url}/_aws/execute-api/nosuchapi0/live/orders`],
    ['a stage that does not exist', () => `${endpoint.url}/_aws/execute-api/${api.id}/other/orders`],
    ['no stage', () => `${endpoint.url}/_aws/execute-api/${api.id}/`],
  ])('%s', async (_what, url) => {
    const response = await fetch(url());
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Forbidden' });
  });

  test('an API whose default endpoint is switched off', async () => {
    const aws = clients(endpoint);
    const closed = await createRestApi(endpoint, aws, [{ route: 'GET /', function: 'where' }], {
      disableExecuteApiEndpoint: true,
    });
    expect((await fetch(closed.url)).status).toBe(403);
  });
});
