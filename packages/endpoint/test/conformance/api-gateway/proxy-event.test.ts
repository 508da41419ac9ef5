import { request } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

let endpoint: Endpoint;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock: manualClock(Date.parse('2026-03-07T09:05:04Z')) });
  const aws = clients(endpoint);
  await createFunction(aws, {
    name: 'echo',
    source: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`,
  });
  await allowApiGateway(aws, 'echo');
  api = await createRestApi(
    endpoint,
    aws,
    [
      { route: 'ANY /', function: 'echo' },
      { route: 'ANY /orders/{orderId}', function: 'echo', operationName: 'Order' },
      { route: 'ANY /files/{path+}', function: 'echo' },
    ],
    { binaryMediaTypes: ['application/octet-stream', 'image/*'] },
  );
});
afterAll(() => endpoint.close());

async function eventOf(path: string, init: RequestInit = {}): Promise<APIGatewayProxyEvent> {
  const response = await fetch(`${api.url}${path}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as APIGatewayProxyEvent;
}

/** Sends header lines and body exactly as given, which fetch does not. */
function rawEventOf(
  path: string,
  options: { method?: string; headers?: string[]; body?: (string | Buffer)[] },
): Promise<APIGatewayProxyEvent> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api.url}${path}`, {
      method: options.method ?? 'GET',
      headers: options.headers ?? [],
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
    for (const part of options.body ?? []) sent.write(part);
    sent.end();
  });
}

test('a function is told the resource, the path, the method and the path parameters', async () => {
  expect(await eventOf('/orders/7', { method: 'PUT', body: 'x' })).toMatchObject({
    resource: '/orders/{orderId}',
    path: '/orders/7',
    httpMethod: 'PUT',
    pathParameters: { orderId: '7' },
  });
});

test('the request context says who, when, where and which deployment', async () => {
  const { requestContext } = await eventOf('/orders/7', { headers: { 'user-agent': 'test/1' } });
  expect(requestContext).toMatchObject({
    accountId: '000000000000',
    apiId: api.id,
    stage: 'live',
    resourceId: api.resources.get('/orders/{orderId}'),
    resourcePath: '/orders/{orderId}',
    operationName: 'Order',
    httpMethod: 'GET',
    path: '/live/orders/7',
    protocol: 'HTTP/1.1',
    domainName: `${api.id}.execute-api.us-east-1.amazonaws.com`,
    domainPrefix: api.id,
    requestTime: '07/Mar/2026:09:05:04 +0000',
    requestTimeEpoch: Date.parse('2026-03-07T09:05:04Z'),
    identity: {
      sourceIp: '127.0.0.1',
      userAgent: 'test/1',
      accountId: null,
      userArn: null,
    },
  });
});

test('the request id of the context is the one that the client sees', async () => {
  const response = await fetch(`${api.url}/orders/7`);
  const { requestContext } = (await response.json()) as APIGatewayProxyEvent;
  expect(response.headers.get('x-amzn-requestid')).toBe(requestContext.requestId);
  expect(response.headers.get('x-amz-apigw-id')).toBe(
    (requestContext as { extendedRequestId?: string }).extendedRequestId,
  );
});

test('what a request does not have is null in its event', async () => {
  expect(await eventOf('/')).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
});

test('a query parameter that repeats keeps all values, and its last one as the single value', async () => {
  const event = await eventOf('/orders/7?a=1&b=x%20y%26z&a=2&empty=');
  expect(event.queryStringParameters).toEqual({ a: '2', b: 'x y&z', empty: '' });
  expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: ['x y&z'], empty: [''] });
});

test('headers keep the case in which they were sent, and all their values', async () => {
  const event = await rawEventOf('/orders/7', {
    headers: ['Host', 'shop.localhost', 'X-Mixed-Case', 'one', 'x-mixed-case', 'two'],
  });
  expect(event.headers).toMatchObject({ Host: 'shop.localhost', 'X-Mixed-Case': 'two' });
  expect(event.multiValueHeaders['X-Mixed-Case']).toEqual(['one', 'two']);
});

test('headers about the connection stay at the gateway, which adds where the request came from', async () => {
  const event = await rawEventOf('/orders/7', {
    headers: ['Host', 'shop.localhost', 'Connection', 'close', 'X-Forwarded-For', '203.0.113.9'],
  });
  expect(Object.keys(event.headers).map((name) => name.toLowerCase())).not.toContain('connection');
  expect(event.headers['X-Forwarded-For']).toBe('203.0.113.9, 127.0.0.1');
  expect(event.headers['X-Amzn-Trace-Id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
});

test('a path parameter stays percent-encoded, like the path', async () => {
  const event = await eventOf('/orders/a%20b%2Fc%C3%A9+d%2Be');
  expect(event.pathParameters).toEqual({ orderId: 'a%20b%2Fc%C3%A9+d%2Be' });
  expect(event.path).toBe('/orders/a%20b%2Fc%C3%A9+d%2Be');
});

test('a greedy path parameter holds the rest of the path, percent-encoded', async () => {
  const event = await eventOf('/files/a/test%2Balias@example.com/b%20c/d.txt');
  expect(event).toMatchObject({
    resource: '/files/{path+}',
    pathParameters: { path: 'a/test%2Balias@example.com/b%20c/d.txt' },
  });
});

test('repeated slashes before the path count as one, and the request context shows what was sent', async () => {
  const event = await eventOf('//orders/7');
  expect(event).toMatchObject({ path: '/orders/7', pathParameters: { orderId: '7' } });
  expect(event.requestContext.path).toBe('/live//orders/7');
});

test('a body of a binary media type reaches the function in base64', async () => {
  const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
  const event = await eventOf('/orders/7', {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'image/png' },
  });
  expect(event).toMatchObject({ isBase64Encoded: true, body: bytes.toString('base64') });
});

test('a body of any other media type reaches the function as text', async () => {
  const event = await eventOf('/orders/7', {
    method: 'POST',
    body: '{"naïve":"€"}',
    headers: { 'content-type': 'application/json' },
  });
  expect(event).toMatchObject({ isBase64Encoded: false, body: '{"naïve":"€"}' });
});

test('a chunked body arrives whole', async () => {
  const event = await rawEventOf('/orders/7', {
    method: 'POST',
    headers: ['Host', 'shop.localhost', 'Transfer-Encoding', 'chunked'],
    body: ['first,', 'second'],
  });
  expect(event.body).toBe('first,second');
  expect(Object.keys(event.headers)).not.toContain('Transfer-Encoding');
});

test('a client that expects 100-continue is told to go on', async () => {
  const body = 'x'.repeat(2000);
  const event = await new Promise<APIGatewayProxyEvent>((resolve, reject) => {
    const sent = request(`${api.url}/orders/7`, {
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': body.length },
    });
    sent.on('error', reject);
    sent.on('continue', () => sent.end(body));
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
  });
  expect(event.body).toBe(body);
});

test('an answer to HEAD has headers and no body', async () => {
  const response = await fetch(`${api.url}/orders/7`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
  expect(await response.text()).toBe('');
});
