import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'checksums';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

const put = (Key: string, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: '123456789', ...more }));

/** The check values of the algorithms, as their specifications give them for "123456789". */
test.each<[ChecksumAlgorithm, string]>([
  ['CRC32', 'y/Q5Jg=='],
  ['CRC32C', '4waSgw=='],
  ['CRC64NVME', 'rosUhgp5mIg='],
  ['SHA1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
  ['SHA256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
])('the %s that a client computes is checked, kept and given back', async (ChecksumAlgorithm, value) => {
  const member = `Checksum${ChecksumAlgorithm}`;
  expect(await put(ChecksumAlgorithm, { ChecksumAlgorithm })).toMatchObject({
    [member]: value,
    ChecksumType: 'FULL_OBJECT',
  });
  const head = new HeadObjectCommand({ Bucket, Key: ChecksumAlgorithm, ChecksumMode: 'ENABLED' });
  expect(await s3.send(head)).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
});

test('a checksum is only given back when it is asked for', async () => {
  await put('quiet', { ChecksumAlgorithm: 'SHA256' });
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'quiet' }));
  expect(head.ChecksumSHA256).toBeUndefined();
});

test('a wrong checksum is refused, and nothing is kept', async () => {
  await expect(put('wrong', { ChecksumSHA256: `${'A'.repeat(43)}=` })).rejects.toMatchObject({
    name: 'BadDigest',
  });
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'wrong' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
});

test('a wrong MD5 is refused, and one that is none too', async () => {
  const ContentMD5 = createHash('md5').update('something else').digest('base64');
  await expect(put('wrong-md5', { ContentMD5 })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(put('no-md5', { ContentMD5: 'abc' })).rejects.toMatchObject({ name: 'InvalidDigest' });
});

test('two checksums at once are refused', async () => {
  await expect(put('two', { ChecksumCRC32: 'y/Q5Jg==', ChecksumCRC32C: '4waSgw==' })).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
});

test('the checksum of a stream comes after it, in a trailer', async () => {
  const Body = Readable.from([Buffer.from('12345'), Buffer.from('6789')]);
  await put('trailer', { Body, ContentLength: 9, ChecksumAlgorithm: 'CRC32C' });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'trailer', ChecksumMode: 'ENABLED' }));
  expect(await got.Body?.transformToString()).toBe('123456789');
  expect(got.ChecksumCRC32C).toBe('4waSgw==');
  expect(got.ContentEncoding).toBeUndefined();
});

/** Sends a request that no SDK would send. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${endpoint.url}${path}`,
      { method, headers: { authorization, ...headers } },
      async (incoming) => {
        const text = Buffer.concat(await incoming.toArray()).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, text });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const chunked = { 'x-amz-decoded-content-length': '9', 'content-encoding': 'aws-chunked,gzip' };

test('signed chunks are decoded, and the encoding of the object stays', async () => {
  const signature = ';chunk-signature=00';
  const body = `5${signature}\r\n12345\r\n4${signature}\r\n6789\r\n0${signature}\r\n\r\n`;
  const headers = { ...chunked, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
  expect(await raw('PUT', `/${Bucket}/signed`, headers, body)).toMatchObject({ status: 200 });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'signed' }));
  expect(await got.Body?.transformToString()).toBe('123456789');
  expect(got.ContentEncoding).toBe('gzip');
});

test.each([
  ['a wrong checksum', 'x-amz-checksum-crc32:AAAAAA==\r\n', 'BadDigest'],
  ['no checksum', '', 'MalformedTrailerError'],
])('a trailer with %s is refused', async (_what, trailer, code) => {
  const headers = {
    ...chunked,
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const answer = await raw('PUT', `/${Bucket}/trailer`, headers, `9\r\n123456789\r\n0\r\n${trailer}\r\n`);
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(`<Code>${code}</Code>`) });
});

test.each([
  ['too few bytes', '5\r\n12345\r\n0\r\n\r\n'],
  ['no last chunk', '9\r\n123456789\r\n'],
  ['a size that is none', 'nine\r\n123456789\r\n0\r\n\r\n'],
])('chunks with %s are refused', async (_what, body) => {
  const headers = { ...chunked, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  const answer = await raw('PUT', `/${Bucket}/broken`, headers, body);
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('<Code>IncompleteBody</Code>') });
});

test('a body that is not what was signed is refused', async () => {
  const headers = { 'x-amz-content-sha256': createHash('sha256').update('other').digest('hex') };
  const answer = await raw('PUT', `/${Bucket}/signed-other`, headers, 'this');
  expect(answer).toMatchObject({
    status: 400,
    text: expect.stringContaining('<Code>XAmzContentSHA256Mismatch</Code>'),
  });
});

test('a body of unknown length is refused', async () => {
  const headers = { 'transfer-encoding': 'chunked', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const answer = await raw('PUT', `/${Bucket}/endless`, headers, 'x');
  expect(answer).toMatchObject({
    status: 411,
    text: expect.stringContaining('<Code>MissingContentLength</Code>'),
  });
});
