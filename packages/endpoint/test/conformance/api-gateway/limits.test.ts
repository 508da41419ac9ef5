import { request } from 'node:http';
import { PutGatewayResponseCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';

const MEGABYTE = 1024 * 1024;
const clock = manualClock();
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'size',
    Timeout: 60,
    source: `export const handler = async (event) => {
      if (event.path === '/hang') await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      return { body: String(event.body?.length ?? 0) };
    };`,
  });
  await allowApiGateway(aws, 'size');
  api = await createRestApi(endpoint, aws, [
    { route: 'POST /', function: 'size' },
    { route: 'GET /ready', function: 'size' },
    { route: 'GET /hang', function: 'size' },
    { route: 'GET /throttled', function: 'size' },
  ]);
  expect((await fetch(`${api.url}/ready`)).status).toBe(200);
});
afterAll(() => endpoint.close());

test('a body of more than 10 MB is refused', async () => {
  const response = await fetch(api.url, { method: 'POST', body: Buffer.alloc(10 * MEGABYTE + 1, 'x') });
  expect(response.status).toBe(413);
  expect(response.headers.get('x-amzn-errortype')).toBe('RequestTooLargeException');
  expect(await response.json()).toEqual({ message: 'Request Too Long' });
});

test('a chunked body is refused as soon as it is more than 10 MB', async () => {
  const status = await new Promise((resolve, reject) => {
    const sent = request(api.url, { method: 'POST' }, (response) => resolve(response.statusCode));
    sent.on('error', reject);
    for (let part = 0; part < 11; part += 1) sent.write(Buffer.alloc(MEGABYTE, 'x'));
    sent.end();
  });
  expect(status).toBe(413);
});

test('a body within the gateway’s limit and beyond Lambda’s 6 MB is refused too', async () => {
  const response = await fetch(api.url, { method: 'POST', body: Buffer.alloc(7 * MEGABYTE, 'x') });
  expect(response.status).toBe(413);
});

test('a function that has not answered after 29 seconds is no longer waited for', async () => {
  const started = clock.now();
  let response: Response | undefined;
  void fetch(`${api.url}/hang`).then((answer) => {
    response = answer;
  });
  const answer = await eventually('an answer', async () => {
    await clock.advance(1000);
    return response;
  });
  expect(clock.now() - started).toBeGreaterThanOrEqual(29_000);
  expect(answer.status).toBe(504);
  expect(answer.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  expect(await answer.json()).toEqual({ message: 'Endpoint request timed out' });
});

test('requests beyond a method’s burst are throttled until its rate has made room', async () => {
  await aws.apigateway().send(
    new UpdateStageCommand({
      restApiId: api.id,
      stageName: 'live',
      patchOperations: [
        { op: 'replace', path: '/~1throttled/GET/throttling/burstLimit', value: '2' },
        { op: 'replace', path: '/~1throttled/GET/throttling/rateLimit', value: '0.5' },
      ],
    }),
  );
  const url = `${api.url}/throttled`;
  expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([200, 200]);
  const refused = await fetch(url);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
  expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
  await clock.advance(2000);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url)).status).toBe(429);
});

test('a limit for all methods of a stage counts for each, and a gateway response says when to try again', async () => {
  const throttled = await createRestApi(endpoint, aws, [
    { route: 'GET /first', function: 'size' },
    { route: 'GET /second', function: 'size' },
  ]);
  await aws.apigateway().send(
    new PutGatewayResponseCommand({
      restApiId: throttled.id,
      responseType: 'THROTTLED',
      responseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
      responseTemplates: { 'application/json': '{"code":"$context.error.responseType"}' },
    }),
  );
  await throttled.deploy();
  const limit = (burst: string, rate: string) =>
    aws.apigateway().send(
      new UpdateStageCommand({
        restApiId: throttled.id,
        stageName: 'live',
        patchOperations: [
          { op: 'replace', path: '/*/*/throttling/burstLimit', value: burst },
          { op: 'replace', path: '/*/*/throttling/rateLimit', value: rate },
        ],
      }),
    );
  await limit('1', '1');
  for (const path of ['/first', '/second']) {
    expect((await fetch(`${throttled.url}${path}`)).status).toBe(200);
    const refused = await fetch(`${throttled.url}${path}`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({ code: 'THROTTLED' });
  }
  await clock.advance(1000);
  expect((await fetch(`${throttled.url}/first`)).status).toBe(200);
  await limit('1000', '500');
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await fetch(`${throttled.url}/first`)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});
