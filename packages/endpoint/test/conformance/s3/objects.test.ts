import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'objects';
let endpoint: Endpoint;
let s3: ReturnType<ReturnType<typeof clients>['s3']>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

const put = (Key: string, Body: string | Uint8Array, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test('an object comes back with its bytes, type, length and the MD5 of its bytes as ETag', async () => {
  await put('greeting', 'hello world', { ContentType: 'text/plain' });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'greeting' }));
  expect(await got.Body?.transformToString()).toBe('hello world');
  expect(got).toMatchObject({
    ContentType: 'text/plain',
    ContentLength: 11,
    ETag: '"5eb63bbbe01eeed093cb22bb8f5acdc3"',
    AcceptRanges: 'bytes',
    ServerSideEncryption: 'AES256',
  });
});

test('metadata and content headers come back as they were put', async () => {
  const settings = {
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'gzip',
    ContentLanguage: 'en',
    Expires: new Date('2027-01-01T00:00:00Z'),
    Metadata: { writer: 'orders-v2', empty: '' },
  };
  await put('with-headers', 'x', settings);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'with-headers' }))).toMatchObject({
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'gzip',
    ContentLanguage: 'en',
    ExpiresString: 'Fri, 01 Jan 2027 00:00:00 GMT',
    Metadata: { writer: 'orders-v2', empty: '' },
  });
});

test('an empty object is an object', async () => {
  await put('empty', '');
  expect(await read('empty')).toBe('');
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'empty' }))).toMatchObject({ ContentLength: 0 });
});

test('keys may hold slashes, spaces, plus signs, percent signs and any letters', async () => {
  for (const key of ['a/b//c', 'with space', 'a+b', '100%', 'größe/ß?&=#', '日本語/🚚', './dots/../..']) {
    await put(key, key);
    expect(await read(key)).toBe(key);
  }
});

test('a stream of a known length is put without being held in memory', async () => {
  const chunk = randomBytes(256 * 1024);
  const Body = Readable.from(Array.from({ length: 64 }, () => chunk));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 64 * chunk.length }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(bytes.length).toBe(16 * 1024 * 1024);
  expect(bytes.subarray(-chunk.length).equals(chunk)).toBe(true);
});

test('a put replaces the object', async () => {
  await put('replaced', 'first', { Metadata: { old: 'yes' } });
  await put('replaced', 'second');
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'replaced' }));
  expect(await got.Body?.transformToString()).toBe('second');
  expect(got.Metadata).toEqual({});
});

test('an object that is not there is refused by its key', async () => {
  await expect(read('missing')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'missing' });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' }))).rejects.toMatchObject({
    name: 'NotFound',
    $metadata: { httpStatusCode: 404 },
  });
});

test('a bucket that is not there is refused by its name', async () => {
  await expect(
    s3.send(new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'x' })),
  ).rejects.toMatchObject({ name: 'NoSuchBucket', BucketName: 'no-such-bucket' });
});

test('a deleted object is gone, and deleting it again is no failure', async () => {
  await put('doomed', 'x');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'doomed' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'doomed' }));
  await expect(read('doomed')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('several objects are deleted at once, each reported', async () => {
  await put('many/1', 'x');
  await put('many/2', 'x');
  const Objects = ['many/1', 'many/2', 'many/never'].map((Key) => ({ Key }));
  const answer = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(answer.Deleted).toEqual(Objects);
  expect(answer.Errors).toBeUndefined();
  const quiet = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  expect(quiet.Deleted).toBeUndefined();
});

test('a copy takes bytes, metadata and tags along', async () => {
  await put('source key', 'copied', {
    Metadata: { a: '1' },
    Tagging: 'team=orders',
    ContentType: 'text/css',
  });
  const { CopyObjectResult } = await s3.send(
    new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source%20key` }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
  expect(await got.Body?.transformToString()).toBe('copied');
  expect(got).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/css', TagCount: 1 });
  expect(got.ETag).toBe(CopyObjectResult?.ETag);
});

test('a copy outlives its source', async () => {
  await put('short-lived', 'still here');
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource: `${Bucket}/short-lived` }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'short-lived' }));
  expect(await read('kept')).toBe('still here');
});

test('a copy may replace the metadata', async () => {
  await put('plain', 'x', { Metadata: { a: '1' } });
  const replace = { MetadataDirective: 'REPLACE' as const, Metadata: { b: '2' }, ContentType: 'text/html' };
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: `${Bucket}/plain`, ...replace }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'plain' }))).toMatchObject({
    Metadata: { b: '2' },
    ContentType: 'text/html',
  });
});

test('a copy of an object onto itself must change something', async () => {
  await put('itself', 'x');
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: 'itself', CopySource: `${Bucket}/itself` })),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('a copy of what is not there is refused', async () => {
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/missing` })),
  ).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('attributes are given as asked', async () => {
  await put('attributes', 'hello world');
  const answer = await s3.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key: 'attributes',
      ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum'],
    }),
  );
  expect(answer).toMatchObject({ ETag: '5eb63bbbe01eeed093cb22bb8f5acdc3', ObjectSize: 11 });
  expect(answer.Checksum?.ChecksumCRC32).toBe('DUoRhQ==');
});

test('a key of 1,024 bytes is taken, and a longer one refused', async () => {
  await put('k'.repeat(1024), 'x');
  await expect(put('k'.repeat(1025), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
});

test('metadata of more than 2 KB is refused', async () => {
  await put('much-metadata', 'x', { Metadata: { m: 'v'.repeat(2047) } });
  await expect(put('more-metadata', 'x', { Metadata: { m: 'v'.repeat(2048) } })).rejects.toMatchObject({
    name: 'MetadataTooLarge',
  });
});

test('an access control list is refused where the bucket owner is enforced', async () => {
  await expect(put('public', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
    name: 'AccessControlListNotSupported',
  });
});

test('encryption with a key of the customer is refused by name, not left out', async () => {
  await expect(
    put('customer-key', 'x', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) }),
  ).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('x-amz-server-side-encryption-customer-algorithm'),
  });
});
