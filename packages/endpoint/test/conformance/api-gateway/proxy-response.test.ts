import { type IncomingMessage, request } from 'node:http';
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
  // Answers with whatever the request's body says, so that each test writes its own answer.
  await createFunction(aws, {
    name: 'answer',
    source: `export const handler = async (event) => {
      if (event.body === 'throw') throw new Error('on purpose');
      return JSON.parse(event.body);
    };`,
  });
  await allowApiGateway(aws, 'answer');
  api = await createRestApi(endpoint, aws, [{ route: 'POST /', function: 'answer' }], {
    binaryMediaTypes: ['image/png'],
  });
});
afterAll(() => endpoint.close());

/** The answer with its headers as they came, which fetch does not show. */
function rawAnswer(answer: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(api.url, { method: 'POST' });
    sent.on('error', reject);
    sent.on('response', (response) => resolve(response.resume()));
    sent.end(JSON.stringify(answer));
  });
}

function answered(answer: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(api.url, { method: 'POST', body: JSON.stringify(answer), headers });
}

test('status, headers and body are those of the function', async () => {
  const response = await answered({ statusCode: 201, headers: { Location: '/7' }, body: 'made' });
  expect(response.status).toBe(201);
  expect(response.headers.get('location')).toBe('/7');
  expect(await response.text()).toBe('made');
});

test('an answer without a content type is JSON', async () => {
  const response = await answered({ statusCode: 200, body: '{}' });
  expect(response.headers.get('content-type')).toBe('application/json');
});

test('an empty object is an empty 200', async () => {
  const response = await answered({});
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test('null members count as absent', async () => {
  const nothing = { headers: null, multiValueHeaders: null, body: null, isBase64Encoded: null };
  expect((await answered({ statusCode: 204, ...nothing })).status).toBe(204);
});

test('a status may be text', async () => {
  expect((await answered({ statusCode: '202' })).status).toBe(202);
});

test('single and multiple header values are merged, without repeating a value', async () => {
  const response = await answered({
    statusCode: 200,
    headers: { 'Set-Cookie': 'a=1', 'X-Flag': true },
    multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
  });
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('x-flag')).toBe('true');
});

test('values of multiValueHeaders come before that of headers, and give the header its name', async () => {
  const { rawHeaders } = await rawAnswer({
    statusCode: 200,
    headers: { 'x-both': 'single' },
    multiValueHeaders: { 'X-Both': ['first', 'second'] },
  });
  const values = rawHeaders.filter((_text, index) => rawHeaders[index - 1]?.toLowerCase() === 'x-both');
  expect(values).toEqual(['first', 'second', 'single']);
  expect(rawHeaders).toContain('X-Both');
  expect(rawHeaders).not.toContain('x-both');
});

test('headers that differ only in case are sent each, as for several cookies', async () => {
  const response = await answered({ statusCode: 200, headers: { 'Set-Cookie': 'a=1', 'set-cookie': 'b=2' } });
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('headers that are the gateway’s own are given another name', async () => {
  const response = await answered({ statusCode: 200, headers: { Server: 'mine' } });
  expect(response.headers.get('x-amzn-remapped-server')).toBe('mine');
});

test('a base64 body becomes bytes for a client that accepts its binary type', async () => {
  const bytes = Buffer.from([137, 80, 78, 71, 0, 255]);
  const response = await answered(
    {
      statusCode: 200,
      headers: { 'Content-Type': 'image/png' },
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    },
    { accept: 'image/png, text/html' },
  );
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
});

test('a base64 body stays text for a client that does not ask for a binary type first', async () => {
  const response = await answered(
    { statusCode: 200, body: 'AAEC', isBase64Encoded: true },
    { accept: 'text/html, image/png' },
  );
  expect(await response.text()).toBe('AAEC');
});

describe('a 502 answers for', () => {
  test.each([
    ['text instead of an object', 'hello'],
    ['null', null],
    ['a list', []],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'ok' }],
    ['a member that proxy responses do not have', { statusCode: 200, cookies: [] }],
    ['a header that is no text', { statusCode: 200, headers: { 'X-Number': 7 } }],
    ['a list of header values that is none', { statusCode: 200, multiValueHeaders: { 'X-Multi': 'one' } }],
    ['a header that would break the answer', { statusCode: 200, headers: { 'X-Break': 'a\r\nb: c' } }],
  ])('%s', async (_what, answer) => {
    const response = await answered(answer);
    expect(response.status).toBe(502);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
    expect(await response.json()).toEqual({ message: 'Internal server error' });
  });

  test('a function that fails', async () => {
    const response = await fetch(api.url, { method: 'POST', body: 'throw' });
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ message: 'Internal server error' });
  });
});
