import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  type LifecycleRule,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'bucket-setting-rules';
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'object', Body: 'x' }));
});
afterAll(() => endpoint.close());

const malformed = { name: 'MalformedXML' };

const invalidTag = (message: string, TagKey: string) => ({ name: 'InvalidTag', message, TagKey });
test.each<[string, Tag[], object]>([
  [
    'a key twice',
    [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
    invalidTag('Cannot provide multiple Tags with the same key', 'a'),
  ],
  [
    'a comma in a key',
    [{ Key: 'a,b', Value: '1' }],
    invalidTag('The TagKey you have provided is invalid', 'a,b'),
  ],
  ['a key too long', [{ Key: 'k'.repeat(129), Value: '' }], { name: 'InvalidTag' }],
  [
    'a comma in a value',
    [{ Key: 'a', Value: '1,2' }],
    { ...invalidTag('The TagValue you have provided is invalid', 'a'), TagValue: '1,2' },
  ],
  ['no value', [{ Key: 'a', Value: undefined }], malformed],
  ['no key', [{ Key: undefined, Value: '1' }], malformed],
])('tags with %s are refused', async (_what, TagSet, refusal) => {
  const Tagging = { TagSet };
  await expect(s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }))).rejects.toMatchObject(refusal);
  await expect(
    s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'object', Tagging })),
  ).rejects.toMatchObject(refusal);
});

test('tags that AWS keeps to itself are refused, in words of their own for buckets and objects', async () => {
  const Tagging = { TagSet: [{ Key: 'aws:mine', Value: '1' }] };
  await expect(s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }))).rejects.toMatchObject(
    invalidTag('System tags cannot be added/updated by requester', 'aws:mine'),
  );
  await expect(
    s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'object', Tagging })),
  ).rejects.toMatchObject(invalidTag('Your TagKey cannot be prefixed with aws:', 'aws:mine'));
});

test.each(['a=1&a=2', 'a=1,b=2'])('the header x-amz-tagging is refused with %s', async (Tagging) => {
  const command = new PutObjectCommand({ Bucket, Key: 'header', Body: 'x', Tagging });
  await expect(s3.send(command)).rejects.toMatchObject({
    name: 'InvalidArgument',
    ArgumentName: 'x-amz-tagging',
    ArgumentValue: Tagging,
  });
});

test('no tags are as good as never tagged', async () => {
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '' }] } }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } }));
  await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchTagSet',
  });
});

const days = { Expiration: { Days: 1 } };
test.each<[string, Partial<LifecycleRule>, object]>([
  ['neither filter nor prefix', days, malformed],
  ['both filter and prefix', { ...days, Filter: { Prefix: 'a' }, Prefix: 'a' }, malformed],
  ['two conditions side by side', { ...days, Filter: { Prefix: 'a', ObjectSizeGreaterThan: 1 } }, malformed],
  [
    'a tag twice',
    { ...days, Filter: { And: { Tags: ['1', '2'].map((Value) => ({ Key: 'a', Value })) } } },
    { name: 'InvalidRequest', message: 'Duplicate Tag Keys are not allowed.' },
  ],
  ['two expirations', { Filter: {}, Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }, malformed],
  [
    'an expiration at once',
    { Filter: {}, Expiration: { Days: 0 } },
    { name: 'InvalidArgument', message: "'Days' for Expiration action must be a positive integer" },
  ],
  [
    'an expiration in the middle of a day',
    { Filter: {}, Expiration: { Date: new Date('2030-01-01T12:00:00Z') } },
    { name: 'InvalidArgument', message: "'Date' must be at midnight GMT", ArgumentName: 'Date' },
  ],
  ['nothing about old versions', { Filter: {}, NoncurrentVersionExpiration: {} }, malformed],
  [
    'a transition to no class',
    { Filter: {}, Transitions: [{ Days: 60, StorageClass: 'COLD' as never }] },
    malformed,
  ],
  [
    'a transition too early',
    { Filter: {}, Transitions: [{ Days: 29, StorageClass: 'STANDARD_IA' }] },
    {
      name: 'InvalidArgument',
      message:
        "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    },
  ],
])('a lifecycle rule with %s is refused', async (_what, rule, refusal) => {
  const LifecycleConfiguration = { Rules: [{ ID: 'rule', Status: 'Enabled' as const, ...rule }] };
  await expect(
    s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration })),
  ).rejects.toMatchObject(refusal);
});

test('a lifecycle rule without a name gets one', async () => {
  const LifecycleConfiguration = { Rules: [{ Status: 'Enabled' as const, Filter: {}, ...days }] };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toEqual([{ ...LifecycleConfiguration.Rules[0], ID: expect.stringMatching(/./) }]);
});

const aes: { SSEAlgorithm: 'AES256' } = { SSEAlgorithm: 'AES256' };
test.each([
  ['no rule', [], malformed],
  [
    'two rules',
    [{ ApplyServerSideEncryptionByDefault: aes }, { ApplyServerSideEncryptionByDefault: aes }],
    malformed,
  ],
  [
    'a key that is not used',
    [{ ApplyServerSideEncryptionByDefault: { ...aes, KMSMasterKeyID: 'alias/mine' } }],
    {
      name: 'InvalidArgument',
      ArgumentName: 'ApplyServerSideEncryptionByDefault',
      message:
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    },
  ],
])('an encryption with %s is refused', async (_what, Rules, refusal) => {
  const ServerSideEncryptionConfiguration = { Rules };
  await expect(
    s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration })),
  ).rejects.toMatchObject(refusal);
});

test('ownership has one rule of three', async () => {
  const rules = [{ ObjectOwnership: 'BucketOwnerEnforced' as const }];
  for (const Rules of [[], [...rules, ...rules]]) {
    await expect(
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } })),
    ).rejects.toMatchObject(malformed);
  }
  const ObjectOwnership = 'Nobody' as never;
  await expect(s3.send(new CreateBucketCommand({ Bucket: 'owned', ObjectOwnership }))).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Invalid x-amz-object-ownership header: Nobody',
  });
});

test('versioning must say a status', async () => {
  const put = (VersioningConfiguration: object) =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await expect(put({})).rejects.toMatchObject({
    name: 'IllegalVersioningConfigurationException',
    message: 'The Versioning element must be specified',
  });
  await expect(put({ Status: 'enabled' })).rejects.toMatchObject(malformed);
});

test('a CORS rule needs methods that there are, and origins', async () => {
  const put = (AllowedMethods: string[], AllowedOrigins: string[]) =>
    s3.send(
      new PutBucketCorsCommand({
        Bucket,
        CORSConfiguration: { CORSRules: [{ AllowedMethods, AllowedOrigins }] },
      }),
    );
  await expect(put(['PATCH'], ['*'])).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Found unsupported HTTP method in CORS config. Unsupported method is PATCH',
  });
  await expect(put([], ['*'])).rejects.toMatchObject(malformed);
  await expect(put(['GET'], [])).rejects.toMatchObject(malformed);
});

test('a policy must have statements, and an end', async () => {
  const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await expect(put('{}')).rejects.toMatchObject({
    name: 'MalformedPolicy',
    message: 'Missing required field Statement',
  });
  const message = "Policies must be valid JSON and the first byte must be '{'";
  await expect(put('[]')).rejects.toMatchObject({ name: 'MalformedPolicy', message });
  const deep = `{"Statement":${'['.repeat(5000)}${']'.repeat(5000)}}`;
  await expect(put(deep)).rejects.toMatchObject({ name: 'MalformedPolicy', message });
});

test('logging names the bucket that is not there', async () => {
  const LoggingEnabled = { TargetBucket: 'nowhere', TargetPrefix: '' };
  await expect(
    s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } })),
  ).rejects.toMatchObject({ name: 'InvalidTargetBucketForLogging', TargetBucket: 'nowhere' });
});

test.each([
  ['us-east-1', 'InvalidLocationConstraint'],
  ['atlantis', 'InvalidLocationConstraint'],
  ['eu-west-1', 'IllegalLocationConstraintException'],
])('the location constraint %s is refused as %s', async (LocationConstraint, name) => {
  const CreateBucketConfiguration = { LocationConstraint: LocationConstraint as 'EU' };
  await expect(
    s3.send(new CreateBucketCommand({ Bucket: 'elsewhere', CreateBucketConfiguration })),
  ).rejects.toMatchObject({ name });
});

test('a bucket may be tagged as it is created', async () => {
  const Tags = [{ Key: 'team', Value: 'orders' }];
  await s3.send(new CreateBucketCommand({ Bucket: 'tagged', CreateBucketConfiguration: { Tags } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket: 'tagged' }))).TagSet).toEqual(Tags);
  await expect(
    s3.send(
      new CreateBucketCommand({
        Bucket: 'tagged-wrong',
        CreateBucketConfiguration: { Tags: [{ Key: 'aws:mine', Value: '' }] },
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidTag' });
});
