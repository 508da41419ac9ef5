import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi } from '../../support/rest-api.ts';

const clock = manualClock();
let endpoint: Endpoint;
let url: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  const aws = clients(endpoint);
  const trust = { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' };
  await aws.iam().send(
    new CreateRoleCommand({
      RoleName: 'buyer',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await createFunction(aws, {
    name: 'who',
    source: `export const handler = async (event) => ({ body: JSON.stringify(event) });`,
  });
  await allowApiGateway(aws, 'who');
  const api = await createRestApi(endpoint, aws, [
    { route: 'GET /', function: 'who', authorizationType: 'AWS_IAM' },
  ]);
  url = api.url;
});
afterAll(() => endpoint.close());

/** SHA-256 as the signer wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' ? secret : secret && new Uint8Array(bytesOf(secret));
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

interface Signing {
  service?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

function signer({ service = 'execute-api', credentials }: Signing): SignatureV4 {
  return new SignatureV4({
    service,
    region: endpoint.region,
    credentials: credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
    sha256: Sha256,
  });
}

function unsigned(): HttpRequest {
  const { hostname, pathname, host } = new URL(url);
  return new HttpRequest({ method: 'GET', hostname, path: pathname, headers: { host } });
}

async function signedFetch(signing: Signing = {}): Promise<Response> {
  const { headers } = await signer(signing).sign(unsigned());
  return fetch(url, { headers });
}

test('a request without a signature is refused', async () => {
  const response = await fetch(url);
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
});

test('a signed request reaches the function, which is told the caller', async () => {
  const response = await signedFetch();
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

/** Credentials of a session in the role `buyer`. */
async function assumed() {
  const { Credentials } = await clients(endpoint)
    .sts()
    .send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/buyer', RoleSessionName: 's1' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

test('a caller in an assumed role is known by role and session', async () => {
  const response = await signedFetch({ credentials: await assumed() });
  const { requestContext } = (await response.json()) as APIGatewayProxyEvent;
  expect(requestContext.identity.userArn).toBe('arn:aws:sts::000000000000:assumed-role/buyer/s1');
});

test('a session that has ended is refused', async () => {
  const credentials = await assumed();
  await clock.advance(3600 * 1000);
  const response = await signedFetch({ credentials });
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('ExpiredTokenException');
  expect(await response.json()).toEqual({ message: 'The security token included in the request is expired' });
});

test('the signature itself does not reach the function', async () => {
  const { headers } = (await (await signedFetch()).json()) as APIGatewayProxyEvent;
  expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization');
});

test('a presigned URL is as good as a signed header', async () => {
  const { query } = await signer({}).presign(unsigned());
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) search.set(name, String(value));
  expect((await fetch(`${url}?${search}`)).status).toBe(200);
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

  test('a signature for another service', async () => {
    const response = await signedFetch({ service: 'lambda' });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidSignatureException');
  });
});
