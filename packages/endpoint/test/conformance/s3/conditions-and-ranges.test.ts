import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'conditions';
const Key = 'digits';
const ETag = '"781e5e245d69b566979b86e28d23f2c7"';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: '0123456789' }));
});
afterAll(() => endpoint.close());

const get = (more: object) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
const put = (key: string, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x', ...more }));

test.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=8-100', '89', 'bytes 8-9/10'],
  ['bytes=-100', '0123456789', 'bytes 0-9/10'],
])('the range %s gives %s', async (Range, text, ContentRange) => {
  const got = await get({ Range });
  expect(await got.Body?.transformToString()).toBe(text);
  expect(got).toMatchObject({ ContentRange, ContentLength: text.length });
  expect(got.$metadata.httpStatusCode).toBe(206);
});

test('a range beyond the end is refused with the size', async () => {
  await expect(get({ Range: 'bytes=10-' })).rejects.toMatchObject({
    name: 'InvalidRange',
    ActualObjectSize: '10',
    $metadata: { httpStatusCode: 416 },
  });
});

test('what is no single range gives the whole object', async () => {
  for (const Range of ['bytes=0-1,4-5', 'lines=1-2', 'bytes=5-2']) {
    const got = await get({ Range });
    expect(got.$metadata.httpStatusCode).toBe(200);
    expect(await got.Body?.transformToString()).toBe('0123456789');
  }
});

test('an object is read if its ETag matches', async () => {
  await get({ IfMatch: ETag });
  await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
});

test('an object that the client has already is not sent again', async () => {
  await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  await expect(get({ IfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await get({ IfNoneMatch: '"other"' });
});

test('an object changed since a moment is not read', async () => {
  await expect(get({ IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 412 },
  });
});

test('a matching ETag outweighs a date', async () => {
  await get({ IfMatch: ETag, IfUnmodifiedSince: new Date(0) });
});

test('a put for nobody else before succeeds once', async () => {
  await put('once', { IfNoneMatch: '*' });
  await expect(put('once', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
});

test('of many puts for nobody else before, one succeeds', async () => {
  const puts = Array.from({ length: 10 }, () => put('raced', { IfNoneMatch: '*' }));
  const outcomes = await Promise.allSettled(puts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') {
      expect(outcome.reason.name).toMatch(/^(PreconditionFailed|ConditionalRequestConflict)$/);
    }
  }
});

test('a put that replaces a known object succeeds while it is unchanged', async () => {
  const first = await put('replace');
  await put('replace', { IfMatch: first.ETag, Body: 'y' });
  await expect(put('replace', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put('never', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a delete may ask for a known object', async () => {
  const { ETag: etag } = await put('delete-known');
  const remove = (IfMatch: string | undefined) =>
    s3.send(new DeleteObjectCommand({ Bucket, Key: 'delete-known', IfMatch }));
  await expect(remove('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await remove(etag);
});
