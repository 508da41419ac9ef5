import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'd', 'é', '\uFF5E', '😀'];
const Bucket = 'listing';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of [...KEYS].reverse()) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => endpoint.close());

const list = async (more = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));
const keys = ({ Contents }: Pick<ListObjectsV2CommandOutput, 'Contents'>) =>
  (Contents ?? []).map(({ Key }) => Key);
const prefixes = ({ CommonPrefixes }: Pick<ListObjectsV2CommandOutput, 'CommonPrefixes'>) =>
  (CommonPrefixes ?? []).map(({ Prefix }) => Prefix);

test('keys are listed in the order of their UTF-8 bytes', async () => {
  const answer = await list();
  expect(keys(answer)).toEqual(KEYS);
  expect(answer).toMatchObject({ KeyCount: KEYS.length, IsTruncated: false, MaxKeys: 1000 });
  expect(answer.Contents?.[0]).toMatchObject({ Key: 'a', Size: 1, StorageClass: 'STANDARD' });
});

test('a prefix gives the keys that begin with it', async () => {
  expect(keys(await list({ Prefix: 'b/' }))).toEqual(['b/1', 'b/2', 'b/c/3']);
});

test('a delimiter rolls keys up into common prefixes', async () => {
  const top = await list({ Delimiter: '/' });
  expect(keys(top)).toEqual(KEYS.filter((key) => !key.includes('/')));
  expect(prefixes(top)).toEqual(['b/']);
  const below = await list({ Delimiter: '/', Prefix: 'b/' });
  expect([keys(below), prefixes(below)]).toEqual([['b/1', 'b/2'], ['b/c/']]);
});

test('pages follow each other, common prefixes counting as one entry', async () => {
  const entries: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await list({ Delimiter: '/', MaxKeys: 1, ContinuationToken });
    expect(page.KeyCount).toBe(1);
    entries.push(...keys(page), ...prefixes(page));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(entries).toEqual(['a', 'b/', 'd', 'é', '\uFF5E', '😀']);
});

test('a listing may start after a key', async () => {
  expect(keys(await list({ StartAfter: 'b/2', MaxKeys: 2 }))).toEqual(['b/c/3', 'd']);
});

test('a made-up continuation token is refused', async () => {
  await expect(list({ ContinuationToken: 'made-up' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('no keys may be asked for', async () => {
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test('the first version lists by marker', async () => {
  const first = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2 }));
  expect([keys(first), prefixes(first), first.NextMarker]).toEqual([['a'], ['b/'], 'b/']);
  const Marker = first.NextMarker;
  const second = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2, Marker }));
  expect(keys(second)).toEqual(['d', 'é']);
});

test('keys that XML cannot hold are listed percent-encoded', async () => {
  const Key = 'odd/\u0001 +&<é';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const answer = await list({ Prefix: 'odd/', EncodingType: 'url' });
  expect(keys(answer)).toEqual(['odd/%01+%2B%26%3C%C3%A9']);
});
