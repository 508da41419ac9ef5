import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let s3: S3Client;
let Bucket = '';
let buckets = 0;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  buckets += 1;
  Bucket = `versioned-${buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
});

const version = (Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = async (Body: string, Key = 'key') =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
const read = async (VersionId?: string, Key = 'key') =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const remove = (VersionId?: string, Key = 'key') =>
  s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
const list = (more = {}) => s3.send(new ListObjectVersionsCommand({ Bucket, ...more }));

test('a bucket is not versioned until it is asked to be', async () => {
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect(await put('x')).toBeUndefined();
  await version('Enabled');
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
});

test('every version stays readable by its id', async () => {
  await version('Enabled');
  const [first, second] = [await put('first'), await put('second')];
  expect(first).not.toBe(second);
  expect(await read()).toBe('second');
  expect(await read(first)).toBe('first');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'key' }));
  expect(head.VersionId).toBe(second);
});

test('what was put before versioning is the null version', async () => {
  await put('before');
  await version('Enabled');
  await put('after');
  expect(await read('null')).toBe('before');
});

test('deleting leaves a delete marker, and deleting that brings the object back', async () => {
  await version('Enabled');
  const first = await put('still here');
  const marker = await remove();
  expect(marker.DeleteMarker).toBe(true);
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await read(first)).toBe('still here');
  expect(await remove(marker.VersionId)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  expect(await read()).toBe('still here');
});

test('a delete marker cannot be read by its id', async () => {
  await version('Enabled');
  const { VersionId } = await remove();
  await expect(read(VersionId)).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
  });
});

test('deleting a version deletes it for good', async () => {
  await version('Enabled');
  const [first, second] = [await put('first'), await put('second')];
  expect(await remove(second)).toMatchObject({ VersionId: second });
  expect(await read()).toBe('first');
  await expect(read(second)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  await remove(first);
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('suspended, puts replace the null version and leave the others', async () => {
  await version('Enabled');
  const kept = await put('kept');
  await version('Suspended');
  await put('null 1');
  await put('null 2');
  expect(await read()).toBe('null 2');
  expect(await read(kept)).toBe('kept');
  expect((await list()).Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', kept]);
  const marker = await remove();
  expect(marker).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  expect((await list()).Versions?.map(({ VersionId }) => VersionId)).toEqual([kept]);
});

test('versions are listed by key, the newest first, with delete markers', async () => {
  await version('Enabled');
  const [old, recent] = [await put('1', 'a'), await put('2', 'a')];
  await put('3', 'b');
  await remove(undefined, 'b');
  const { Versions, DeleteMarkers } = await list();
  expect(Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
    ['a', true],
    ['a', false],
    ['b', false],
  ]);
  expect(Versions?.slice(0, 2).map(({ VersionId }) => VersionId)).toEqual([recent, old]);
  expect(DeleteMarkers?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['b', true]]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual([
    'a',
  ]);
});

test('versions are listed page by page, also within a key', async () => {
  await version('Enabled');
  for (const body of ['1', '2', '3']) await put(body, 'a');
  await put('4', 'b');
  const seen: (string | undefined)[] = [];
  let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (markers !== undefined) {
    const page = await list({ MaxKeys: 2, ...markers });
    for (const { Key, VersionId } of page.Versions ?? []) seen.push(await read(VersionId, Key));
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker ?? '', VersionIdMarker: page.NextVersionIdMarker ?? '' }
      : undefined;
  }
  expect(seen).toEqual(['3', '2', '1', '4']);
});

test('several versions are deleted at once', async () => {
  await version('Enabled');
  const VersionId = await put('x', 'a');
  await put('y', 'b');
  const { Deleted } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId }, { Key: 'b' }] } }),
  );
  expect(Deleted).toEqual([
    { Key: 'a', VersionId },
    { Key: 'b', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
  ]);
});

test('a bucket with nothing but old versions is not empty', async () => {
  await version('Enabled');
  const VersionId = await put('x');
  const marker = await remove();
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  });
  await remove(VersionId);
  await remove(marker.VersionId);
  await s3.send(new DeleteBucketCommand({ Bucket }));
});
