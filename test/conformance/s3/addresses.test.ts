import { request } from 'node:http';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../local/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { manualClock } from '../../support/manual-clock.ts';

const Bucket = 'addresses';
const clock = manualClock();
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'by whatever address' }));
});
afterAll(() => endpoint.close());

/** GETs with a Host header of our own, for no resolver here knows the names. */
function getFrom(host: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${endpoint.url}${path}`, { headers: { host } }, async (incoming) => {
      const text = Buffer.concat(await incoming.toArray()).toString('utf8');
      resolve({ status: incoming.statusCode ?? 0, text });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

test.each([
  ['addresses.s3.us-east-1.amazonaws.com'],
  ['addresses.s3.localhost.localstack.cloud:4566'],
  ['addresses.127.0.0.1:4566'],
  ['addresses.localhost:4566'],
])('a bucket is found in the host name %s', async (host) => {
  expect(await getFrom(host, '/a/b')).toEqual({ status: 200, text: 'by whatever address' });
});

test('a bucket is found in the path', async () => {
  expect(await getFrom('s3.us-east-1.amazonaws.com', '/addresses/a/b')).toMatchObject({ status: 200 });
});

test('a path that is no URL is refused', async () => {
  const answer = await getFrom('127.0.0.1', '/addresses/%E0%A4%A');
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidURI</Code>') });
});

async function presign(method: string, path: string, headers: Record<string, string> = {}): Promise<string> {
  const { hostname, host } = new URL(endpoint.url);
  const signer = new SignatureV4({
    service: 's3',
    region: endpoint.region,
    credentials: s3.config.credentials,
    sha256: s3.config.sha256,
    uriEscapePath: false,
  });
  const { query } = await signer.presign(
    new HttpRequest({ method, hostname, path, headers: { host, ...headers } }),
    { expiresIn: 60, signingDate: new Date(clock.now()) },
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) search.set(name, String(value));
  return `${endpoint.url}${path}?${search}`;
}

test('a presigned URL gets an object, until it has run out', async () => {
  const url = await presign('GET', '/addresses/a/b');
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, 'by whatever address']);
  await clock.advance(61_000);
  const late = await fetch(url);
  expect(late.status).toBe(403);
  expect(await late.text()).toContain('<Message>Request has expired</Message>');
});

test('a presigned URL puts an object with what was signed', async () => {
  const url = await presign('PUT', '/addresses/uploaded', { 'x-amz-meta-from': 'browser' });
  const answer = await fetch(url, { method: 'PUT', body: 'uploaded' });
  expect(answer.status).toBe(200);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'uploaded' }));
  expect(await got.Body?.transformToString()).toBe('uploaded');
  expect(got.Metadata).toEqual({ from: 'browser' });
});
