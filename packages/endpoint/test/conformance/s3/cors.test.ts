import { request } from 'node:http';
import {
  type CORSRule,
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const SHOP = 'https://shop.example';

let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  for (const Bucket of ['ruled', 'unruled']) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'object' }));
  }
  await putRules([
    {
      ID: 'the shop writes',
      AllowedOrigins: [SHOP],
      AllowedMethods: ['PUT', 'POST', 'DELETE'],
      AllowedHeaders: ['Content-*', 'x-amz-date'],
      ExposeHeaders: ['ETag', 'x-amz-version-id'],
      MaxAgeSeconds: 3000,
    },
    { AllowedOrigins: ['https://*.shop.example', SHOP], AllowedMethods: ['GET'], AllowedHeaders: ['*'] },
    { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
  ]);
});
afterAll(() => endpoint.close());

const putRules = (CORSRules: CORSRule[]) =>
  s3.send(new PutBucketCorsCommand({ Bucket: 'ruled', CORSConfiguration: { CORSRules } }));

interface Answer {
  status: number;
  cors: Record<string, unknown>;
  text: string;
}

/** What a browser sends, and the headers of the answer that are for it. */
function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${endpoint.url}${path}`, { method, headers }, async (incoming) => {
      const text = Buffer.concat(await incoming.toArray()).toString('utf8');
      const cors = Object.entries(incoming.headers).filter(([name]) => /^(access-control-|vary)/.test(name));
      resolve({ status: incoming.statusCode ?? 0, cors: Object.fromEntries(cors), text });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const preflight = (path: string, origin: string, method: string, headers?: string) =>
  send('OPTIONS', path, {
    origin,
    'access-control-request-method': method,
    ...(headers !== undefined && { 'access-control-request-headers': headers }),
  });

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

describe('a preflight', () => {
  test('is answered by the first rule that allows origin, method and headers', async () => {
    expect(await preflight('/ruled/a', SHOP, 'PUT', 'Content-Type, X-Amz-Date')).toEqual({
      status: 200,
      text: '',
      cors: {
        'access-control-allow-origin': SHOP,
        'access-control-allow-methods': 'PUT, POST, DELETE',
        'access-control-allow-headers': 'content-type, x-amz-date',
        'access-control-expose-headers': 'ETag, x-amz-version-id',
        'access-control-max-age': '3000',
        'access-control-allow-credentials': 'true',
        vary: VARY,
      },
    });
  });

  test.each([
    ['an origin by its wildcard', 'https://eu.shop.example', 'GET', 'x-any'],
    ['another rule of the same origin', SHOP, 'GET', 'x-any'],
    ['any origin', 'https://elsewhere.example', 'HEAD', undefined],
    ['an opaque origin, where any is allowed', 'null', 'HEAD', undefined],
  ])('allows %s', async (_what, origin, method, headers) => {
    const { status, cors } = await preflight('/ruled/a', origin, method, headers);
    expect(status).toBe(200);
    expect(cors['access-control-allow-origin']).toBe(method === 'HEAD' ? '*' : origin);
  });

  test.each([
    ['another origin', 'https://elsewhere.example', 'GET', undefined],
    ['an origin that only begins like the wildcard', 'https://shop.example.evil', 'GET', undefined],
    ['a method of no rule', SHOP, 'PATCH', undefined],
    ['a header of no rule', SHOP, 'PUT', 'x-other'],
    ['a header where the rule names none', 'https://elsewhere.example', 'HEAD', 'x-other'],
  ])('refuses %s', async (_what, origin, method, headers) => {
    const { status, cors, text } = await preflight('/ruled/a', origin, method, headers);
    expect(status).toBe(403);
    expect(cors).toEqual({});
    expect(text).toContain('<Code>AccessForbidden</Code>');
    expect(text).toContain(`<Method>${method}</Method>`);
    expect(text).toContain('<ResourceType>OBJECT</ResourceType>');
  });

  test.each([
    ['/unruled/a', 'CORS is not enabled for this bucket.'],
    ['/no-such-bucket/a', 'Bucket not found'],
  ])('of %s is refused with the reason', async (path, message) => {
    const { status, text } = await preflight(path, SHOP, 'GET');
    expect(status).toBe(403);
    expect(text).toContain(message);
  });

  test('without an origin, or with a malformed method, is refused as incomplete', async () => {
    const anonymous = await send('OPTIONS', '/ruled/a', { 'access-control-request-method': 'GET' });
    expect(anonymous).toMatchObject({
      status: 400,
      text: expect.stringContaining('Origin request header needed'),
    });
    for (const headers of [{ origin: SHOP }, { origin: SHOP, 'access-control-request-method': 'get it' }]) {
      const answer = await send('OPTIONS', '/ruled/a', headers as Record<string, string>);
      expect(answer).toMatchObject({
        status: 400,
        text: expect.stringContaining('Invalid Access-Control-Request-Method'),
      });
    }
  });

  test("of a bucket's settings is refused, whatever the rules say", async () => {
    expect(await preflight('/ruled?cors', SHOP, 'PUT')).toMatchObject({ status: 403 });
    expect(await preflight('/ruled', SHOP, 'DELETE')).toMatchObject({ status: 403 });
    expect(await preflight('/', SHOP, 'GET')).toMatchObject({ status: 403 });
    expect(await preflight('/ruled?list-type=2', SHOP, 'GET')).toMatchObject({ status: 200 });
  });
});

describe('a request of a page', () => {
  test('that a rule allows is answered, and says so', async () => {
    const { status, cors, text } = await send('GET', '/ruled/a', { origin: 'https://eu.shop.example' });
    expect([status, text]).toEqual([200, 'object']);
    expect(cors).toEqual({
      'access-control-allow-origin': 'https://eu.shop.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-credentials': 'true',
      vary: VARY,
    });
  });

  test('that fails may read why', async () => {
    const { status, cors } = await send('GET', '/ruled/missing', { origin: SHOP });
    expect(status).toBe(404);
    expect(cors['access-control-allow-origin']).toBe(SHOP);
  });

  test('that no rule allows is refused, although S3 itself would answer what is signed', async () => {
    const { status, cors, text } = await send('GET', '/ruled/a', { origin: 'https://elsewhere.example' });
    expect([status, cors]).toEqual([403, {}]);
    expect(text).not.toContain('object</');
    expect(text).toContain('<Code>AccessForbidden</Code>');
  });

  test('without an origin is allowed where any is', async () => {
    expect(await send('HEAD', '/ruled/a', { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 200 });
    expect(await send('GET', '/ruled/a', { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
  });
});

test('a request that is of no page is answered whatever the rules say, and without their headers', async () => {
  expect(await send('GET', '/ruled/a', {})).toEqual({ status: 200, cors: {}, text: 'object' });
  expect(await send('GET', '/unruled/a', {})).toEqual({ status: 200, cors: {}, text: 'object' });
});

test.each([
  ['PUT', '/ruled/anonymous', 'x'],
  ['DELETE', '/ruled/a', ''],
  ['PUT', '/anonymous', ''],
  ['POST', '/ruled?delete', '<Delete/>'],
])('%s %s without credentials is refused', async (method, path, body) => {
  const { status, text } = await send(method, path, { 'content-length': String(body.length) }, body);
  expect(status).toBe(403);
  expect(text).toContain('<Code>AccessDenied</Code>');
});

test.each([
  ['AllowedOrigin', { AllowedOrigins: ['https://*.*.example'], AllowedMethods: ['GET'] }],
  ['AllowedHeader', { AllowedOrigins: ['*'], AllowedMethods: ['GET'], AllowedHeaders: ['x-*-*'] }],
])('a rule whose %s has two wildcards is refused', async (element, rule) => {
  await expect(putRules([rule])).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining(`${element} "`),
  });
});

test('more than a hundred rules are refused', async () => {
  const rule = { AllowedOrigins: ['*'], AllowedMethods: ['GET'] };
  await expect(putRules(Array.from({ length: 101 }, () => rule))).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
});
