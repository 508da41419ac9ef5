import { request } from 'node:http';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

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
  ['addresses.s3.us-east-1.localhost'],
  ['addresses.s3.localhost:4566'],
  ['addresses.127.0.0.1:4566'],
  ['addresses.localhost:4566'],
])('a bucket is found in the host name %s', async (host) => {
  expect(await getFrom(host, '/a/b')).toEqual({ status: 200, text: 'by whatever address' });
});

test('a bucket is found in the path', async () => {
  expect(await getFrom('s3.us-east-1.localhost', '/addresses/a/b')).toMatchObject({ status: 200 });
});

test('a path that is no URL is refused', async () => {
  const answer = await getFrom('127.0.0.1', '/addresses/%E0%A4%A');
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidURI</Code>') });
});

async function presign(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  parameters: Record<string, string> = {},
): Promise<string> {
  const { hostname, host } = new URL(endpoint.url);
  const signer = new SignatureV4({
    service: 's3',
    region: endpoint.region,
    credentials: s3.config.credentials,
    sha256: s3.config.sha256,
    uriEscapePath: false,
  });
  const { query } = await signer.presign(
    new HttpRequest({ method, hostname, path, headers: { host, ...headers }, query: parameters }),
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

test('signatures of version 2 are taken, in the query until they run out', async () => {
  const expires = Math.floor(clock.now() / 1000) + 60;
  const path = `${endpoint.url}/addresses/signed-v2`;
  const presigned = `${path}?AWSAccessKeyId=test&Signature=0&Expires=${expires}`;
  expect((await fetch(presigned, { method: 'PUT', body: 'presigned' })).status).toBe(200);
  expect(await (await fetch(presigned)).text()).toBe('presigned');
  const headers = { authorization: 'AWS test:AAAAAAAAAAAAAAAAAAAAAAAAAAA=' };
  expect((await fetch(path, { method: 'PUT', body: 'signed', headers })).status).toBe(200);
  expect((await fetch(path, { method: 'PUT', body: 'unsigned' })).status).toBe(403);
  await clock.advance(61_000);
  const late = await fetch(presigned);
  expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
});

test('a checksum in the query of a presigned URL, which SDKs compute of no body, is passed over', async () => {
  const parameters = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32' };
  const url = await presign('PUT', '/addresses/checksum', {}, parameters);
  expect((await fetch(url, { method: 'PUT', body: '123456789' })).status).toBe(200);
  const head = new HeadObjectCommand({ Bucket, Key: 'checksum', ChecksumMode: 'ENABLED' });
  const { ChecksumCRC32, ChecksumCRC64NVME } = await s3.send(head);
  expect([ChecksumCRC32, ChecksumCRC64NVME]).toEqual([undefined, 'rosUhgp5mIg=']);
});

test('a presigned URL may name the file that a browser saves', async () => {
  const path = '/addresses/a/b';
  const named = await presign(
    'GET',
    path,
    {},
    { 'response-content-disposition': 'attachment; filename="a.txt"' },
  );
  expect((await fetch(named)).headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
  const beyond = await presign('GET', path, {}, { 'response-content-disposition': 'filename="日本.txt"' });
  expect((await fetch(beyond)).status).toBe(400);
});

test('metadata that is not ASCII comes back encoded', async () => {
  const url = await presign('PUT', '/addresses/encoded', {}, { 'x-amz-meta-place': '日本\n' });
  expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
  const { Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key: 'encoded' }));
  const encoded = Buffer.from('日本\n').toString('base64');
  expect(Metadata).toEqual({ place: `=?UTF-8?B?${encoded}?=` });
});

test('a part of no upload is never taken for the object', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  for (const query of ['uploadId=u', 'partNumber=1', 'acl', 'unknown']) {
    const url = `${endpoint.url}/addresses/a/b?${query}`;
    const answer = await fetch(url, { method: 'PUT', body: 'overwritten', headers: { authorization } });
    expect(answer.status).toBe(501);
  }
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b' }));
  expect(await got.Body?.transformToString()).toBe('by whatever address');
});

test('a parameter that means nothing to S3 is passed over', async () => {
  expect((await fetch(`${endpoint.url}/addresses/a/b?version=7`)).status).toBe(200);
});
