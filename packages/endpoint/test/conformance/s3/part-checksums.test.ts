import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
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
const Bucket = 'part-checksums';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId };
}
type Upload = Awaited<ReturnType<typeof begin>>;

async function part(upload: Upload, PartNumber: number, Body: string | Uint8Array, more = {}) {
  const {
    $metadata: _,
    ServerSideEncryption: __,
    ...sent
  } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }));
  return { PartNumber, ...sent };
}

const complete = (upload: Upload, Parts: object[], more: Partial<CompleteMultipartUploadCommandInput> = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ ...upload, ...more, MultipartUpload: { Parts } }));

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('base64');

test('parts of an upload that declared no algorithm have no checksum to complete with', async () => {
  const upload = await begin('undeclared');
  const sent = await part(upload, 1, 'abc', { ChecksumAlgorithm: 'CRC32C' });
  expect(sent.ChecksumCRC32C).toBe('Nks/tw==');
  const { Parts } = await s3.send(new ListPartsCommand(upload));
  expect(Parts).toEqual([{ PartNumber: 1, ETag: sent.ETag, Size: 3, LastModified: expect.any(Date) }]);
  await expect(complete(upload, [sent])).rejects.toMatchObject({
    name: 'InvalidPart',
    UploadId: upload.UploadId,
    PartNumber: '1',
    ETag: sent.ETag?.replaceAll('"', ''),
  });
  const plain = [{ PartNumber: 1, ETag: sent.ETag }];
  for (const ChecksumType of ['COMPOSITE', 'FULL_OBJECT'] as const) {
    await expect(complete(upload, plain, { ChecksumType })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message:
        'The upload was created using the null checksum mode. The complete request must use the same checksum mode.',
    });
  }
  expect(await complete(upload, plain)).toMatchObject({
    ChecksumCRC64NVME: expect.any(String),
    ChecksumType: 'FULL_OBJECT',
  });
});

test('a composite checksum needs that of every part, of the declared algorithm', async () => {
  const upload = await begin('composite', { ChecksumAlgorithm: 'CRC32' });
  const sent = await part(upload, 1, 'abc');
  expect(sent.ChecksumCRC32).toBe('NSRBwg==');
  const { ChecksumCRC32: _, ...bare } = sent;
  await expect(complete(upload, [bare])).rejects.toMatchObject({
    name: 'InvalidRequest',
    message:
      'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
  });
  await expect(complete(upload, [{ ...bare, ChecksumSHA256: sha256('abc') }])).rejects.toMatchObject({
    name: 'BadDigest',
    message: 'The sha256 you specified for part 1 did not match what we received.',
  });
  await expect(complete(upload, [{ ...bare, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(upload, [sent], { ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message:
      'The upload was created using the COMPOSITE checksum mode. The complete request must use the same checksum mode.',
  });
  expect(await complete(upload, [sent])).toMatchObject({ ChecksumType: 'COMPOSITE' });
});

test('the checksum of a full object is said to be one, or else taken for composite', async () => {
  const upload = await begin('full', { ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' });
  const { ChecksumCRC32C, ...bare } = await part(upload, 1, 'abc', { ChecksumAlgorithm: 'CRC32C' });
  const badDigest = {
    name: 'BadDigest',
    message: 'The crc32c you specified did not match the calculated checksum.',
  };
  await expect(complete(upload, [bare], { ChecksumCRC32C })).rejects.toMatchObject(badDigest);
  const type = { ChecksumType: 'FULL_OBJECT' as const };
  await expect(complete(upload, [bare], { ...type, ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject(
    badDigest,
  );
  expect(await complete(upload, [bare], { ...type, ChecksumCRC32C })).toMatchObject({ ChecksumCRC32C });
});

test.each([
  [
    { ChecksumType: 'COMPOSITE' },
    'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
  ],
  [
    { ChecksumAlgorithm: 'MD4' },
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  ],
  [
    { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' },
    'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
  ],
])('an upload is not begun with %o', async (checksums, message) => {
  await expect(begin('never', checksums as never)).rejects.toMatchObject({ name: 'InvalidRequest', message });
});

test('what an upload declared is listed with it', async () => {
  const declared = await begin('listed/declared', { ChecksumAlgorithm: 'SHA256' });
  const plain = await begin('listed/plain');
  const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/' }));
  expect(
    Uploads?.map(({ UploadId, ChecksumAlgorithm, ChecksumType }) => [
      UploadId,
      ChecksumAlgorithm,
      ChecksumType,
    ]),
  ).toEqual([
    [declared.UploadId, 'SHA256', 'COMPOSITE'],
    [plain.UploadId, undefined, undefined],
  ]);
});

test('a copied part has a checksum where one was declared', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'abc' }));
  const copy = async (upload: Upload) =>
    (await s3.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/source` })))
      .CopyPartResult;
  const declared = await copy(await begin('copied', { ChecksumAlgorithm: 'SHA256' }));
  expect(declared?.ChecksumSHA256).toBe(sha256('abc'));
  expect(Object.keys((await copy(await begin('copied'))) ?? {})).toEqual(['ETag', 'LastModified']);
});

test('the parts of an object are counted, and told with their checksums where those are composite', async () => {
  const bodies = [Buffer.alloc(5 * MIB, 'a'), Buffer.from('last')];
  const composite = await begin('attributes', { ChecksumAlgorithm: 'SHA256' });
  const parts = [];
  for (const [index, body] of bodies.entries()) {
    parts.push(await part(composite, index + 1, body, { ChecksumAlgorithm: 'SHA256' }));
  }
  await complete(composite, parts);
  const attributes = (Key: string, more = {}) =>
    s3.send(
      new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts', 'Checksum'], ...more }),
    );
  const whole = await attributes('attributes');
  expect(whole.ObjectParts).toEqual({
    TotalPartsCount: 2,
    PartNumberMarker: '0',
    NextPartNumberMarker: '2',
    MaxParts: 1000,
    IsTruncated: false,
    Parts: bodies.map((body, index) => ({
      PartNumber: index + 1,
      Size: body.length,
      ChecksumSHA256: sha256(body),
    })),
  });
  expect(whole.Checksum?.ChecksumSHA256).toMatch(/^[^-]{44}$/);
  const first = await attributes('attributes', { MaxParts: 1 });
  expect(first.ObjectParts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
  const second = await attributes('attributes', { PartNumberMarker: '1' });
  expect(second.ObjectParts?.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([2]);

  const plain = await begin('attributes-plain');
  await complete(plain, [{ PartNumber: 1, ETag: (await part(plain, 1, 'x')).ETag }]);
  expect((await attributes('attributes-plain')).ObjectParts).toEqual({ TotalPartsCount: 1 });
});

test('a part that is read alone comes with its own checksum, if it has one', async () => {
  const head = (Key: string, PartNumber: number) =>
    s3.send(new HeadObjectCommand({ Bucket, Key, PartNumber, ChecksumMode: 'ENABLED' }));
  const composite = await begin('read-composite', { ChecksumAlgorithm: 'SHA256' });
  await complete(composite, [await part(composite, 1, 'abc', { ChecksumAlgorithm: 'SHA256' })]);
  expect(await head('read-composite', 1)).toMatchObject({
    ChecksumSHA256: sha256('abc'),
    ChecksumType: 'COMPOSITE',
    PartsCount: 1,
  });

  const single = await begin('read-single');
  await complete(single, [{ PartNumber: 1, ETag: (await part(single, 1, 'abc')).ETag }]);
  expect(await head('read-single', 1)).toMatchObject({ ChecksumType: 'FULL_OBJECT' });

  const two = await begin('read-two');
  const parts = [await part(two, 1, Buffer.alloc(5 * MIB)), await part(two, 2, 'abc')];
  await complete(
    two,
    parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
  );
  expect((await head('read-two', 2)).ChecksumType).toBeUndefined();

  await s3.send(
    new PutObjectCommand({ Bucket, Key: 'read-plain', Body: 'abc', ChecksumAlgorithm: 'SHA256' }),
  );
  expect(await head('read-plain', 1)).toMatchObject({
    ChecksumSHA256: sha256('abc'),
    ContentRange: 'bytes 0-2/3',
  });
});
