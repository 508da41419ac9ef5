import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
});
afterAll(() => endpoint.close());

const create = (Bucket: string, more = {}) => s3.send(new CreateBucketCommand({ Bucket, ...more }));

test('a bucket is created, headed and listed', async () => {
  expect(await create('orders')).toMatchObject({ Location: '/orders' });
  expect(await s3.send(new HeadBucketCommand({ Bucket: 'orders' }))).toMatchObject({
    BucketRegion: 'us-east-1',
  });
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets).toContainEqual({
    Name: 'orders',
    CreationDate: expect.any(Date),
    BucketRegion: 'us-east-1',
    BucketArn: 'arn:aws:s3:::orders',
  });
});

test('buckets are listed by prefix, page by page', async () => {
  for (const name of ['paged-a', 'paged-b', 'paged-c']) await create(name);
  const page = (ContinuationToken?: string) =>
    s3.send(new ListBucketsCommand({ Prefix: 'paged-', MaxBuckets: 2, ContinuationToken }));
  const first = await page();
  const second = await page(first.ContinuationToken);
  expect([first, second].map(({ Buckets }) => Buckets?.map(({ Name }) => Name))).toEqual([
    ['paged-a', 'paged-b'],
    ['paged-c'],
  ]);
});

test('creating a bucket again is no failure in us-east-1', async () => {
  await create('again');
  await create('again');
});

test('us-east-1 has no location constraint', async () => {
  await create('located');
  const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: 'located' }));
  expect(LocationConstraint).toBeUndefined();
});

test('a bucket in another region than the endpoint is refused', async () => {
  await expect(
    create('elsewhere', { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
});

test('outside us-east-1 a bucket names its region, and is not created twice', async () => {
  const europe = await startTestEndpoint({ region: 'eu-west-1' });
  try {
    const client = clients(europe).s3();
    const command = (LocationConstraint?: 'eu-west-1') =>
      new CreateBucketCommand({
        Bucket: 'europe',
        ...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }),
      });
    await client.send(command('eu-west-1'));
    await expect(client.send(command('eu-west-1'))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
      $metadata: { httpStatusCode: 409 },
    });
    const location = await client.send(new GetBucketLocationCommand({ Bucket: 'europe' }));
    expect(location.LocationConstraint).toBe('eu-west-1');
  } finally {
    await europe.close();
  }
});

test('only an empty bucket is deleted', async () => {
  const Bucket = 'full';
  await create(Bucket);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    $metadata: { httpStatusCode: 409 },
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
});

test.each(['ab', 'Upper', 'under_score', '-dash', 'two..dots', '192.168.0.1', 'xn--name', 'a'.repeat(64)])(
  'the bucket name %s is refused',
  async (name) => {
    await expect(create(name)).rejects.toMatchObject({ name: 'InvalidBucketName' });
  },
);

test('a request for another owner is refused', async () => {
  await create('owned');
  await expect(
    s3.send(new GetBucketLocationCommand({ Bucket: 'owned', ExpectedBucketOwner: '111111111111' })),
  ).rejects.toMatchObject({ name: 'AccessDenied' });
});
