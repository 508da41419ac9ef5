import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { allowBuckets } from '../../support/messaging.ts';

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
  Bucket = `configured-${buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
});

test('CORS rules are put, read and deleted', async () => {
  const CORSRules = [
    {
      ID: 'web',
      AllowedHeaders: ['*'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedOrigins: ['https://a.example', 'https://b.example'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 3000,
    },
  ];
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules);
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
  await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchCORSConfiguration',
  });
});

test('lifecycle rules are put, read and deleted', async () => {
  const Rules = [
    {
      ID: 'tidy',
      Status: 'Enabled' as const,
      Filter: { And: { Prefix: 'logs/', Tags: [{ Key: 'a', Value: '1' }], ObjectSizeGreaterThan: 500 } },
      Expiration: { Days: 60 },
      Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' as const }],
      NoncurrentVersionExpiration: { NoncurrentDays: 5, NewerNoncurrentVersions: 2 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ];
  const LifecycleConfiguration = { Rules };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  const get = () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect((await get()).Rules).toEqual(Rules);
  await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
});

test('a lifecycle rule that does nothing is refused', async () => {
  const LifecycleConfiguration = { Rules: [{ Status: 'Enabled' as const, Filter: { Prefix: '' } }] };
  await expect(
    s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration })),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('objects are encrypted as their bucket says, AES256 unless it says otherwise', async () => {
  const get = async () =>
    (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
  expect(await get()).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'alias/orders' };
  const kms = clients(endpoint).kms();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyMetadata?.KeyId }));
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  expect(await get()).toEqual(Rules);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: KeyMetadata?.Arn,
    BucketKeyEnabled: true,
  });
  await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
  expect(await get()).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
});

test('a new bucket blocks public access until that is changed', async () => {
  const get = async () =>
    (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
  expect(await get()).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  expect(await get()).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchPublicAccessBlockConfiguration' });
});

test('the owner of a new bucket owns its objects until that is changed', async () => {
  const get = async () =>
    (await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls?.Rules;
  expect(await get()).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  const Rules = [{ ObjectOwnership: 'ObjectWriter' as const }];
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
  expect(await get()).toEqual(Rules);
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: 'OwnershipControlsNotFoundError' });
});

test('logging needs a bucket to log to', async () => {
  const put = (TargetBucket: string) =>
    s3.send(
      new PutBucketLoggingCommand({
        Bucket,
        BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: 'log/' } },
      }),
    );
  await expect(put('no-such-bucket')).rejects.toMatchObject({ name: 'InvalidTargetBucketForLogging' });
  await put(Bucket);
  expect(await s3.send(new GetBucketLoggingCommand({ Bucket }))).toMatchObject({
    LoggingEnabled: { TargetBucket: Bucket, TargetPrefix: 'log/' },
  });
});

test('notifications are kept as they were put', async () => {
  const arn = 'arn:aws:sqs:us-east-1:000000000000:told';
  const { QueueUrl: url = '' } = await clients(endpoint)
    .sqs()
    .send(new CreateQueueCommand({ QueueName: 'told' }));
  await allowBuckets(endpoint, { url, arn });
  const QueueConfigurations = [
    {
      Id: 'to-queue',
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:told',
      Events: ['s3:ObjectCreated:*' as const],
      Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'in/' }] } },
    },
  ];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  const { QueueConfigurations: kept } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  // S3 writes the names of rules with a capital.
  const FilterRules = [{ Name: 'Prefix', Value: 'in/' }];
  expect(kept).toEqual([{ ...QueueConfigurations[0], Filter: { Key: { FilterRules } } }]);
});

test('tags of a bucket are put, read and deleted', async () => {
  const TagSet = [
    { Key: 'team', Value: 'orders = payments/ää' },
    { Key: 'empty', Value: '' },
  ];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchTagSet',
  });
});

test('a policy is what was put', async () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*` }],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchBucketPolicy',
  });
});

test.each([
  ['no JSON', '{'],
  ['no principal', '{"Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b"}]}'],
  [
    'another bucket',
    '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}]}',
  ],
])('a policy with %s is refused', async (_what, Policy) => {
  await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
    name: 'MalformedPolicy',
  });
});

test('tags of an object are changed without its bytes, and its bytes without a trace of tags', async () => {
  const object = { Bucket, Key: 'tagged' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'the body', Tagging: 'a=1&b=two%20words' }));
  const tags = async () => (await s3.send(new GetObjectTaggingCommand(object))).TagSet;
  expect(await tags()).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: 'two words' },
  ]);
  const TagSet = [{ Key: 'c', Value: '3' }];
  await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
  expect(await tags()).toEqual(TagSet);
  const got = await s3.send(new GetObjectCommand(object));
  expect(await got.Body?.transformToString()).toBe('the body');
  await s3.send(new DeleteObjectTaggingCommand(object));
  expect(await tags()).toEqual([]);
});

test('an object has at most ten tags', async () => {
  const tags = (count: number) => Array.from({ length: count }, (_, index) => `t${index}=v`).join('&');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: 'x', Tagging: tags(10) }));
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: 'eleven', Body: 'x', Tagging: tags(11) })),
  ).rejects.toMatchObject({ name: 'BadRequest' });
});

test('a second factor for deletes is refused by name', async () => {
  const VersioningConfiguration = { Status: 'Enabled' as const, MFADelete: 'Enabled' as const };
  await expect(
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration })),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('what is not supported is refused by name, and touches nothing', async () => {
  const object = { Bucket, Key: 'untouched' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'the body' }));
  const refused = (what: string) => ({
    name: 'NotImplemented',
    message: expect.stringContaining(what),
    $metadata: { httpStatusCode: 501 },
  });
  const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } };
  const ReplicationConfiguration = { Role: 'arn:aws:iam::000000000000:role/r', Rules: [] };
  await expect(s3.send(new PutObjectAclCommand({ ...object, ACL: 'private' }))).rejects.toMatchObject(
    refused('?acl'),
  );
  await expect(s3.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject(refused('?acl'));
  await expect(s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))).rejects.toMatchObject(
    refused('?website'),
  );
  await expect(
    s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration })),
  ).rejects.toMatchObject(refused('?replication'));
  const got = await s3.send(new GetObjectCommand(object));
  expect(await got.Body?.transformToString()).toBe('the body');
});
