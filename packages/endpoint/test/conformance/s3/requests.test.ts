import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'requests';
const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'object', Body: '0123456789' }));
});
afterAll(() => endpoint.close());

/** What no SDK would send. */
async function send(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const answer = await fetch(`${endpoint.url}/${Bucket}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

test.each([
  ['max-keys=many', 'Provided max-keys not an integer or within integer range'],
  ['max-keys=-1', 'Argument max-keys must be an integer between 0 and 2147483647'],
  ['encoding-type=html', 'Invalid Encoding Method specified in Request'],
])('a listing with %s is refused by that argument', async (query, message) => {
  for (const listing of ['list-type=2', 'versions', 'prefix=']) {
    const { status, text } = await send('GET', `?${listing}&${query}`);
    expect([status, text]).toEqual([400, expect.stringContaining(`<Message>${message}</Message>`)]);
    expect(text).toContain(`<ArgumentName>${query.split('=')[0]}</ArgumentName>`);
  }
});

test('an empty argument is as good as none', async () => {
  expect((await send('GET', '?list-type=2&max-keys=')).text).toContain('<MaxKeys>1000</MaxKeys>');
});

test('markers belong together', async () => {
  await expect(
    s3.send(new ListObjectVersionsCommand({ Bucket, VersionIdMarker: 'null' })),
  ).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'version-id-marker' });
  const begin = async (Key: string) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId;
  const UploadIdMarker = await begin('other');
  await expect(
    s3.send(new ListMultipartUploadsCommand({ Bucket, KeyMarker: 'key', UploadIdMarker })),
  ).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Invalid uploadId marker',
    ArgumentName: 'upload-id-marker',
  });
  await expect(
    s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made up' })),
  ).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'continuation-token' });
});

test('buckets are listed of regions that there are', async () => {
  await expect(s3.send(new ListBucketsCommand({ BucketRegion: 'eu-east-1' }))).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Argument value eu-east-1 is not a valid AWS Region',
  });
  const { Buckets } = await s3.send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' }));
  expect(Buckets ?? []).toEqual([]);
});

test('the expected owner is an account', async () => {
  await expect(
    s3.send(new DeleteBucketPolicyCommand({ Bucket, ExpectedBucketOwner: 'me' })),
  ).rejects.toMatchObject({
    name: 'InvalidBucketOwnerAWSAccountID',
    message: 'The value of the expected bucket owner parameter must be an AWS Account ID... [me]',
  });
});

test('a part has a number of 1 to 10,000', async () => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
  for (const PartNumber of [0, -1, 10_001]) {
    await expect(
      s3.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber, Body: 'x' })),
    ).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      ArgumentName: 'partNumber',
      ArgumentValue: String(PartNumber),
    });
  }
});

test.each([
  ['bytes=100-200', 'InvalidRequest', 'The specified copy range is invalid for the source object size'],
  ['bytes=0-100', 'InvalidArgument', 'Range specified is not valid for source object of size: 10'],
])('the range %s of ten bytes is not copied', async (CopySourceRange, name, message) => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'ranged' }));
  const CopySource = `${Bucket}/object`;
  await expect(
    s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'ranged',
        UploadId,
        PartNumber: 1,
        CopySource,
        CopySourceRange,
      }),
    ),
  ).rejects.toMatchObject({ name, message });
});

test('attributes are of those that there are', async () => {
  await expect(
    s3.send(new GetObjectAttributesCommand({ Bucket, Key: 'object', ObjectAttributes: ['Colour' as never] })),
  ).rejects.toMatchObject({ name: 'InvalidArgument', message: 'Invalid attribute name specified.' });
});

test.each([
  [{ StorageClass: 'OUTPOSTS' }, { name: 'InvalidStorageClass', StorageClassRequested: 'OUTPOSTS' }],
  [
    { ServerSideEncryption: 'rot13' },
    { name: 'InvalidArgument', ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: 'rot13' },
  ],
  [{ ACL: 'everybody' }, { name: 'InvalidArgument', ArgumentName: 'x-amz-acl' }],
  [{ WebsiteRedirectLocation: 'elsewhere' }, { name: 'InvalidRedirectLocation' }],
  [{ ContentMD5: 'no digest' }, { name: 'InvalidDigest' }],
  [
    { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    { name: 'BadDigest', message: 'The Content-MD5 you specified did not match what we received.' },
  ],
])('an object is not put with %o', async (setting, refusal) => {
  const command = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'x', ...(setting as object) });
  await expect(s3.send(command)).rejects.toMatchObject(refusal);
});

test('what bypasses an object lock is refused where there is none', async () => {
  const refusal = { name: 'InvalidArgument', ArgumentName: 'x-amz-bypass-governance-retention' };
  const BypassGovernanceRetention = false;
  await expect(
    s3.send(new DeleteObjectCommand({ Bucket, Key: 'object', BypassGovernanceRetention })),
  ).rejects.toMatchObject(refusal);
  const Delete = { Objects: [{ Key: 'object' }] };
  await expect(
    s3.send(new DeleteObjectsCommand({ Bucket, Delete, BypassGovernanceRetention })),
  ).rejects.toMatchObject(refusal);
});

test.each([
  ['elements nested without end', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
  ['an element that reaches for a prototype', '<Tagging><__proto__>x</__proto__></Tagging>'],
  ['entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet/></Tagging>'],
])('a document with %s is malformed', async (_what, body) => {
  const answer = await send('PUT', '?tagging', {}, body);
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')]);
});
