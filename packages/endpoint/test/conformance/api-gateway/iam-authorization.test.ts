import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { assume, createRole } from '../../support/assumed-role.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi } from '../../support/rest-api.ts';
import {
  ACCOUNT,
  presignedUrl,
  type Signing,
  signedFetch,
  signedHeaders,
} from '../../support/sign-request.ts';

const MISMATCH = /^The request signature we calculated does not match the signature you provided\./;
const clock = manualClock();
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let url: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'who',
    source: `export const handler = async (event) => ({ body: JSON.stringify(event) });`,
  });
  await allowApiGateway(aws, 'who');
  const api = await createRestApi(endpoint, aws, [
    { route: 'GET /', function: 'who', authorizationType: 'AWS_IAM' },
    { route: 'POST /orders', function: 'who', authorizationType: 'AWS_IAM' },
    { route: 'GET /orders/{orderId}', function: 'who', authorizationType: 'AWS_IAM' },
  ]);
  url = api.url;
  await createRole(aws, 'buyer', { Resource: `arn:aws:execute-api:*:*:${api.id}/*` });
});
afterAll(() => endpoint.close());

async function refusalOf(response: Response) {
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, type: response.headers.get('x-amzn-errortype'), message };
}

const invalid = (message: unknown) => ({ status: 403, type: 'InvalidSignatureException', message });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('a request without a signature is refused', async () => {
  expect(await refusalOf(await fetch(url))).toEqual({
    status: 403,
    type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  });
});

test('a signed request reaches the function, which is told the caller', async () => {
  const response = await signedFetch(url);
  expect(response.status).toBe(200);
  const { requestContext } = (await response.json()) as APIGatewayProxyEvent;
  expect(requestContext.identity).toMatchObject({
    accountId: '000000000000',
    accessKey: 'test',
    caller: '000000000000',
    user: '000000000000',
    userArn: 'arn:aws:iam::000000000000:root',
  });
});

test('a caller in an assumed role is known by role and session', async () => {
  const credentials = await assume(aws, 'buyer');
  const response = await signedFetch(url, { credentials });
  const { requestContext } = (await response.json()) as APIGatewayProxyEvent;
  expect(requestContext.identity).toMatchObject({
    accessKey: credentials.accessKeyId,
    caller: expect.stringMatching(/^AROA\w+:s1$/),
    userArn: 'arn:aws:sts::000000000000:assumed-role/buyer/s1',
  });
});

describe('a session', () => {
  test('that has ended is refused', async () => {
    const credentials = await assume(aws, 'buyer');
    await clock.advance(3600 * 1000);
    expect(await refusalOf(await signedFetch(url, { credentials }))).toEqual({
      status: 403,
      type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
  });

  const unrecognized = {
    status: 403,
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  };

  test('that no one opened is refused', async () => {
    const credentials = {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      sessionToken: 'token',
    };
    expect(await refusalOf(await signedFetch(url, { credentials }))).toEqual(unrecognized);
  });

  test('with another session’s token is refused, and so is one without its token', async () => {
    const credentials = await assume(aws, 'buyer');
    const { sessionToken } = await assume(aws, 'buyer');
    const { accessKeyId, secretAccessKey } = credentials;
    const wrong = { accessKeyId, secretAccessKey, sessionToken };
    expect(await refusalOf(await signedFetch(url, { credentials: wrong }))).toEqual(unrecognized);
    const none = { accessKeyId, secretAccessKey };
    expect(await refusalOf(await signedFetch(url, { credentials: none }))).toEqual(unrecognized);
  });

  test('that does not sign with its own secret is refused', async () => {
    const credentials = { ...(await assume(aws, 'buyer')), secretAccessKey: 'guessed' };
    expect(await refusalOf(await signedFetch(url, { credentials }))).toEqual(
      invalid(expect.stringMatching(MISMATCH)),
    );
  });
});

test('a key of the account is refused with another secret where its secret is known, and taken where it is not', async () => {
  const wrong = { ...ACCOUNT, secretAccessKey: 'guessed' };
  expect(await refusalOf(await signedFetch(url, { credentials: wrong }))).toEqual(
    invalid(expect.stringMatching(MISMATCH)),
  );
  const open = { accessKeyId: '123456789012', secretAccessKey: 'whatever' };
  expect((await signedFetch(url, { credentials: open })).status).toBe(200);
});

describe('a signature covers', () => {
  const order: Signing = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-timeout-ms': '500', 'x-spaced': '  a   b ' },
    body: '{"amount":"12.50"}',
  };
  const send = async (change: { headers?: Record<string, string>; body?: string; search?: string }) => {
    const headers = { ...(await signedHeaders(`${url}/orders?a=1`, order)), ...change.headers };
    const body = change.body ?? order.body ?? '';
    return fetch(`${url}/orders${change.search ?? '?a=1'}`, { method: 'POST', headers, body });
  };

  test('body, headers and query as they were sent', async () => {
    expect((await send({})).status).toBe(200);
  });

  test.each([
    ['the body', { body: '{"amount":"99.50"}' }],
    ['a header', { headers: { 'x-timeout-ms': '9000' } }],
    ['the query', { search: '?a=2' }],
    ['all parameters of the query', { search: '?a=1&b=2' }],
  ])('%s', async (_what, change) => {
    expect(await refusalOf(await send(change))).toEqual(invalid(expect.stringMatching(MISMATCH)));
  });

  test.each([
    ['/orders/1', '/orders/2'],
    ['/orders/a%20b', '/orders/a%2520b'],
  ])('the path: %s is not %s', async (path, other) => {
    const headers = await signedHeaders(`${url}${path}`);
    expect((await fetch(`${url}${path}`, { headers })).status).toBe(200);
    expect((await fetch(`${url}${other}`, { headers })).status).toBe(403);
  });

  test.each(['?q=a%20b&q2=%2F', '?b=2&a=1&A=3', '?empty=&tilde=~&star=%2A', '?name=%C3%A9%E2%82%AC'])(
    'a query such as %s',
    async (search) => {
      expect((await signedFetch(`${url}/orders/o1${search}`)).status).toBe(200);
    },
  );
});

describe('the time of a signature', () => {
  test('is over after five minutes', async () => {
    expect((await signedFetch(url, { at: minutesAgo(4) })).status).toBe(200);
    expect(await refusalOf(await signedFetch(url, { at: minutesAgo(6) }))).toEqual(
      invalid(
        expect.stringMatching(
          /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
        ),
      ),
    );
  });

  test('may not be in the future', async () => {
    expect(await refusalOf(await signedFetch(url, { at: minutesAgo(-6) }))).toEqual(
      invalid(expect.stringMatching(/^Signature not yet current: /)),
    );
  });

  test('is the day of its scope', async () => {
    const headers = await signedHeaders(url);
    headers['x-amz-date'] = '20010101T000000Z';
    expect(await refusalOf(await fetch(url, { headers }))).toEqual(
      invalid(expect.stringMatching(/^Date in Credential scope does not match YYYYMMDD/)),
    );
  });
});

test('the signature itself does not reach the function', async () => {
  const { headers } = (await (await signedFetch(url)).json()) as APIGatewayProxyEvent;
  expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization');
});

describe('a presigned URL', () => {
  test('is as good as a signed header, for as long as it says', async () => {
    expect((await fetch(await presignedUrl(url))).status).toBe(200);
    const signed = await presignedUrl(`${url}/orders/o1?a=1`, { expiresIn: 3600, at: minutesAgo(50) });
    expect((await fetch(signed)).status).toBe(200);
    const over = await presignedUrl(url, { expiresIn: 3600, at: minutesAgo(70) });
    expect(await refusalOf(await fetch(over))).toEqual(
      invalid(expect.stringMatching(/^Signature expired: .* - 60 min\.\)$/)),
    );
  });

  test('of a session carries its token', async () => {
    const presigned = await presignedUrl(url, { credentials: await assume(aws, 'buyer') });
    expect((await fetch(presigned)).status).toBe(200);
    const without = new URL(presigned);
    without.searchParams.delete('X-Amz-Security-Token');
    expect((await refusalOf(await fetch(without))).type).toBe('UnrecognizedClientException');
  });

  test('that was changed is refused', async () => {
    const changed = new URL(await presignedUrl(url, { expiresIn: 60 }));
    changed.searchParams.set('X-Amz-Expires', '600');
    expect(await refusalOf(await fetch(changed))).toEqual(invalid(expect.stringMatching(MISMATCH)));
  });
});

describe('refused is', () => {
  test('another kind of authorization, without repeating it', async () => {
    const response = await fetch(url, { headers: { authorization: 'Bearer c2VjcmV0' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException');
    expect(await response.text()).not.toContain('c2VjcmV0');
  });

  test('a signature without its parts', async () => {
    const response = await fetch(url, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      message: expect.stringContaining("Authorization header requires 'Signature' parameter."),
    });
  });

  test.each(['x', 'test/20260101/us-east-1/execute-api'])('the credential %s', async (credential) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
    const response = await fetch(url, { headers: { authorization, 'x-amz-date': '20260101T000000Z' } });
    expect(await refusalOf(response)).toMatchObject({ status: 403, type: 'IncompleteSignatureException' });
  });

  test('a second credential beside the one that signed', async () => {
    const credentials = await assume(aws, 'buyer');
    const { authorization = '', ...headers } = await signedHeaders(url, { credentials });
    const root = authorization
      .replace(/^.*(?=Credential=)/, 'AWS4-HMAC-SHA256 X')
      .replace(credentials.accessKeyId, 'test');
    const own = authorization.replace('AWS4-HMAC-SHA256 ', ', ');
    const response = await fetch(url, { headers: { ...headers, authorization: root + own } });
    expect(await refusalOf(response)).toMatchObject({ status: 403, type: 'IncompleteSignatureException' });
  });

  test('a signature that does not cover the host', async () => {
    const { authorization = '', ...headers } = await signedHeaders(url);
    const response = await fetch(url, {
      headers: {
        ...headers,
        authorization: authorization.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=x-amz-date'),
      },
    });
    expect(await refusalOf(response)).toEqual(
      invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    );
  });

  test('a signature for another service', async () => {
    const response = await signedFetch(url, { service: 'lambda' });
    expect(await refusalOf(response)).toEqual(
      invalid("Credential should be scoped to correct service: 'execute-api'."),
    );
  });
});
