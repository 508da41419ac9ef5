import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'write-conditions';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

const put = (Key: string, more = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const remove = (Key: string, more = {}) => s3.send(new DeleteObjectCommand({ Bucket, Key, ...more }));

/** Begins an upload of one part; `complete` ends it. */
async function upload(Key: string) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'part' };
  const { ETag } = await s3.send(new UploadPartCommand(part));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return (conditions: object) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, ...conditions }));
}

const notImplemented = (Header: string, additionalMessage?: string) => ({
  name: 'NotImplemented',
  message: 'A header you provided implies functionality that is not implemented',
  $metadata: { httpStatusCode: 501 },
  Header,
  ...(additionalMessage !== undefined && { additionalMessage }),
});

test.each([
  [{ IfMatch: '*' }, 'If-Match', "We don't accept the provided value of If-Match header for this API"],
  [
    { IfNoneMatch: 'etag' },
    'If-None-Match',
    "We don't accept the provided value of If-None-Match header for this API",
  ],
  [
    { IfMatch: 'etag', IfNoneMatch: '*' },
    'If-Match,If-None-Match',
    'Multiple conditional request headers present in the request',
  ],
])('a write does not take the condition %o', async (conditions, header, additional) => {
  await put('there');
  const refusal = notImplemented(header, additional);
  await expect(put('there', conditions)).rejects.toMatchObject(refusal);
  const copy = { Bucket, Key: 'copied', CopySource: `${Bucket}/there` };
  await expect(s3.send(new CopyObjectCommand({ ...copy, ...conditions }))).rejects.toMatchObject(refusal);
  const complete = await upload('there');
  await expect(complete(conditions)).rejects.toMatchObject(refusal);
});

test('a delete takes If-Match of any ETag, and needs an object then', async () => {
  await put('to-delete');
  await expect(remove('to-delete', { IfMatch: '"0123"' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    Condition: 'If-Match',
  });
  await remove('to-delete', { IfMatch: '*' });
  await expect(remove('to-delete', { IfMatch: '*' })).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test.each([
  [{ IfMatchSize: 1 }, 'x-amz-if-match-size'],
  [{ IfMatchLastModifiedTime: new Date(0) }, 'x-amz-if-match-last-modified-time'],
])('a delete does not take %o, which belongs to directory buckets', async (condition, header) => {
  await put('sized');
  await expect(remove('sized', condition)).rejects.toMatchObject(notImplemented(header));
});

test.each([
  ['CopySourceIfMatch', '"0123"', 'If-Match'],
  ['CopySourceIfNoneMatch', '"9dd4e461268c8034f5c8564e155c67a6"', 'If-None-Match'],
  ['CopySourceIfModifiedSince', new Date('2999-01-01'), 'If-Modified-Since'],
  ['CopySourceIfUnmodifiedSince', new Date('2000-01-01'), 'If-Unmodified-Since'],
])('a copy whose source is not as %s wants it names that condition', async (member, value, condition) => {
  await put('source');
  const copy = { Bucket, Key: 'target', CopySource: `${Bucket}/source`, [member]: value };
  await expect(s3.send(new CopyObjectCommand(copy))).rejects.toMatchObject({
    name: 'PreconditionFailed',
    Condition: `x-amz-copy-source-${condition}`,
  });
});

test('a completion for nobody else before conflicts with an object that came and went', async () => {
  const complete = await upload('came-and-went');
  await put('came-and-went');
  await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await remove('came-and-went');
  await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'ConditionalRequestConflict',
    $metadata: { httpStatusCode: 409 },
    Condition: 'If-None-Match',
    Key: 'came-and-went',
  });
  await complete({});
});

test('a completion in the place of a known object conflicts with one that was put since', async () => {
  const { ETag } = await put('replaced');
  const complete = await upload('replaced');
  await put('replaced');
  await expect(complete({ IfMatch: ETag })).rejects.toMatchObject({
    name: 'ConditionalRequestConflict',
    Condition: 'If-Match',
  });
  const again = await upload('replaced');
  await again({ IfMatch: ETag });
});
