import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const [Bucket, Unversioned] = ['version-ids', 'unversioned'];
const STRANGE_ID = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD';
const MISSING_ID = '0123456789abcdef0123456789abcdef';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  for (const each of [Bucket, Unversioned]) {
    await s3.send(new CreateBucketCommand({ Bucket: each }));
    await s3.send(new PutObjectCommand({ Bucket: each, Key: 'old', Body: 'x' }));
  }
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});
afterAll(() => endpoint.close());

const invalid = (VersionId: string) => ({
  name: 'InvalidArgument',
  message: 'Invalid version id specified',
  ArgumentName: 'versionId',
  ArgumentValue: VersionId,
});

test.each([
  ['a bucket without versions', Unversioned, MISSING_ID],
  ['a bucket with versions', Bucket, STRANGE_ID],
])('%s refuses what is no version id of its own', async (_what, bucket, VersionId) => {
  const object = { Bucket: bucket, Key: 'old', VersionId };
  for (const command of [
    new GetObjectCommand(object),
    new DeleteObjectCommand(object),
    new GetObjectTaggingCommand(object),
    new GetObjectAttributesCommand({ ...object, ObjectAttributes: ['ETag'] }),
  ]) {
    await expect(s3.send(command as GetObjectCommand)).rejects.toMatchObject(invalid(VersionId));
  }
});

test('a version that is not there is missing when it is read, and already gone when it is deleted', async () => {
  const object = { Bucket, Key: 'old', VersionId: MISSING_ID };
  await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject({
    name: 'NoSuchVersion',
    Key: 'old',
    VersionId: MISSING_ID,
  });
  await s3.send(new DeleteObjectCommand(object));
});

test('a bucket without versions knows the version null', async () => {
  const object = { Bucket: Unversioned, Key: 'old', VersionId: 'null' };
  const { VersionId } = await s3.send(new GetObjectCommand(object));
  expect(VersionId).toBeUndefined();
});

test.each([
  ['a bucket without versions', Unversioned, MISSING_ID],
  ['a bucket with versions', Bucket, STRANGE_ID],
])('of a batch of deletes in %s, only what names no version fails', async (_what, bucket, VersionId) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'batch', Body: 'x' }));
  const Objects = [{ Key: 'batch', VersionId }, { Key: 'other' }];
  const { Deleted, Errors } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
  );
  expect(Errors).toMatchObject([{ Key: 'batch', VersionId, Code: 'NoSuchVersion' }]);
  expect(Deleted).toMatchObject([{ Key: 'other' }]);
});

test('a delete marker has no content and no tags, and is no source of a copy', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  const notAllowed = (Method: string) => ({
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
    Method,
    ResourceType: 'DeleteMarker',
  });
  const newest = { Bucket, Key: 'gone' };
  const marker = { ...newest, VersionId };
  const Tagging = { TagSet: [] };
  await expect(s3.send(new GetObjectCommand(marker))).rejects.toMatchObject(notAllowed('GET'));
  for (const object of [newest, marker]) {
    await expect(s3.send(new GetObjectTaggingCommand(object))).rejects.toMatchObject(notAllowed('GET'));
    await expect(s3.send(new PutObjectTaggingCommand({ ...object, Tagging }))).rejects.toMatchObject(
      notAllowed('PUT'),
    );
    await expect(s3.send(new DeleteObjectTaggingCommand(object))).rejects.toMatchObject(notAllowed('DELETE'));
  }
  const attributes = new GetObjectAttributesCommand({ ...newest, ObjectAttributes: ['ETag'] });
  await expect(s3.send(attributes)).rejects.toMatchObject({ name: 'NoSuchKey' });
  const copy = (CopySource: string) => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
  await expect(copy(`${Bucket}/gone`)).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(copy(`${Bucket}/gone?versionId=${VersionId}`)).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
  });
});

test('a bucket whose objects are all behind delete markers says that versions are left', async () => {
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
  });
});
