import { expect, it } from 'vitest';
import { resourcesOf, templatesOf } from './synthesized.ts';

const template = templatesOf('v1')['Dataflow-Archive'];

it('keeps archives encrypted, private, over TLS only, and cleans up after uploads that were abandoned', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
  const [bucket] = resourcesOf(template, 'AWS::S3::Bucket').values();
  expect(bucket?.Properties['LifecycleConfiguration']).toMatchObject({
    Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }, { Prefix: 'exports/' }],
  });
  const [policy] = resourcesOf(template, 'AWS::S3::BucketPolicy').values();
  expect(JSON.stringify(policy?.Properties)).toContain('"aws:SecureTransport":"false"');
});

it('may scan tables and handle exports, and nothing else', () => {
  const [, policy] =
    [...resourcesOf(template, 'AWS::IAM::Policy')].find(([id]) => id.startsWith('ArchiveRole')) ?? [];
  const text = JSON.stringify(policy?.Properties['PolicyDocument']);
  const actions = [...text.matchAll(/"((?:dynamodb|s3):[^"]+)"/g)].map(([, action]) => action);
  expect([...new Set(actions)].sort()).toEqual([
    'dynamodb:Scan',
    's3:AbortMultipartUpload',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
  ]);
  expect(text).toContain('/exports/*');
});
