import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const MIB = 1024 * 1024;
const Bucket = 'multipart';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

const begin = async (Key: string, more = {}) => ({
  Bucket,
  Key,
  UploadId: (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId,
});
type Upload = Awaited<ReturnType<typeof begin>>;
const part = async (upload: Upload, PartNumber: number, Body: string | Uint8Array) => {
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag };
};
/** Of an upload that declared CRC32. */
const checkedPart = async (upload: Upload, PartNumber: number, Body: string | Uint8Array) => {
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32 };
};
const complete = (upload: Upload, Parts: object[], more = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ ...upload, ...more, MultipartUpload: { Parts } }));
const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest();

test('parts become one object in the order of their numbers', async () => {
  const upload = await begin('whole', {
    ContentType: 'text/plain',
    Metadata: { a: '1' },
    ChecksumAlgorithm: 'CRC32',
  });
  const [first, last] = [randomBytes(5 * MIB), randomBytes(1000)];
  const second = await checkedPart(upload, 2, last);
  const parts = [await checkedPart(upload, 1, first), second];
  const done = await complete(upload, parts);
  const etag = createHash('md5')
    .update(Buffer.concat([md5(first), md5(last)]))
    .digest('hex');
  expect(done).toMatchObject({ ETag: `"${etag}-2"`, Bucket, Key: 'whole', ChecksumType: 'COMPOSITE' });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([first, last]))).toBe(true);
  expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, ETag: done.ETag });
});

test('a range may reach over parts, and a part may be read alone', async () => {
  const upload = await begin('ranged');
  const first = Buffer.alloc(5 * MIB, 'a');
  await complete(upload, [await part(upload, 1, first), await part(upload, 2, 'bbbb')]);
  const Range = `bytes=${5 * MIB - 2}-${5 * MIB + 1}`;
  const ranged = await s3.send(new GetObjectCommand({ Bucket, Key: 'ranged', Range }));
  expect(await ranged.Body?.transformToString()).toBe('aabb');
  const alone = await s3.send(new GetObjectCommand({ Bucket, Key: 'ranged', PartNumber: 2 }));
  expect(await alone.Body?.transformToString()).toBe('bbbb');
  expect(alone.PartsCount).toBe(2);
});

test('a checksum of the full object covers its bytes, not its parts', async () => {
  const upload = await begin('full', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  await complete(upload, [await checkedPart(upload, 1, '123456789')]);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'full', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ChecksumCRC32: 'y/Q5Jg==', ChecksumType: 'FULL_OBJECT' });
});

test('a part may be sent again, and the last one counts', async () => {
  const upload = await begin('again');
  await part(upload, 1, 'first');
  await complete(upload, [await part(upload, 1, 'second')]);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'again' }));
  expect(await got.Body?.transformToString()).toBe('second');
});

test('a part before the last must have five MiB', async () => {
  const upload = await begin('small');
  const parts = [await part(upload, 1, 'small'), await part(upload, 2, 'last')];
  await expect(complete(upload, parts)).rejects.toMatchObject({ name: 'EntityTooSmall' });
});

test('parts out of order, unknown or changed are refused, and the upload goes on', async () => {
  const upload = await begin('picky');
  const one = await part(upload, 1, Buffer.alloc(5 * MIB));
  const two = await part(upload, 2, 'two');
  await expect(complete(upload, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(upload, [one, { ...two, PartNumber: 3 }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(upload, [one, { ...two, ETag: one.ETag }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(upload, [])).rejects.toMatchObject({ name: 'InvalidRequest' });
  await complete(upload, [one, two]);
});

test('a completed or aborted upload is no more', async () => {
  const upload = await begin('ended');
  const only = await part(upload, 1, 'x');
  await complete(upload, [only]);
  await expect(complete(upload, [only])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  const aborted = await begin('aborted');
  await part(aborted, 1, 'x');
  await s3.send(new AbortMultipartUploadCommand(aborted));
  await expect(part(aborted, 2, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'aborted' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('parts are listed page by page', async () => {
  const upload = await begin('listed');
  for (const number of [3, 1, 2]) await part(upload, number, `part ${number}`);
  const first = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
  const second = await s3.send(
    new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }),
  );
  expect([first, second].map(({ Parts }) => Parts?.map(({ PartNumber }) => PartNumber))).toEqual([
    [1, 2],
    [3],
  ]);
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
});

test('uploads under way are listed by key', async () => {
  await begin('under-way/b');
  await begin('under-way/a');
  const list = (more = {}) =>
    s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'under-way/', ...more }));
  const first = await list({ MaxUploads: 1 });
  const second = await list({ KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker });
  expect([first, second].map(({ Uploads }) => Uploads?.map(({ Key }) => Key))).toEqual([
    ['under-way/a'],
    ['under-way/b'],
  ]);
});

test('a part may be copied out of an object', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
  const upload = await begin('copied');
  const { CopyPartResult } = await s3.send(
    new UploadPartCopyCommand({
      ...upload,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: 'bytes=2-5',
    }),
  );
  await complete(upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
  expect(await got.Body?.transformToString()).toBe('2345');
});

test('a completion for nobody else before is refused when there is an object', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'x' }));
  const upload = await begin('taken');
  await expect(complete(upload, [await part(upload, 1, 'y')], { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
});
