import { CreateKeyCommand, DisableKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const Bucket = 'encryption-keys';
const ServerSideEncryption = 'aws:kms';
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  s3 = aws.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'x' }));
});
afterAll(() => endpoint.close());

const createKey = async () => {
  const { KeyMetadata } = await aws.kms().send(new CreateKeyCommand({}));
  return { id: KeyMetadata?.KeyId, arn: KeyMetadata?.Arn };
};
const put = (Key: string, SSEKMSKeyId?: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption, SSEKMSKeyId }));

test('the key of an object is told by its ARN, whoever chose it', async () => {
  const { id, arn } = await createKey();
  expect(await put('own', id)).toMatchObject({ SSEKMSKeyId: arn });
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'own' }))).toMatchObject({ SSEKMSKeyId: arn });
  const { SSEKMSKeyId } = await put('default');
  expect(SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\//);
});

const UNKNOWN = '134f2428-cec1-4b25-a1ae-9048164dba47';
test.each([
  ['fake-key-id', "Invalid keyId 'fake-key-id'"],
  [UNKNOWN, `Key 'arn:aws:kms:us-east-1:000000000000:key/${UNKNOWN}' does not exist`],
  [`arn:aws:kms:eu-west-1:000000000000:key/${UNKNOWN}`, 'Invalid arn eu-west-1'],
])('nothing is encrypted with the key %s', async (SSEKMSKeyId, message) => {
  const refusal = { name: 'KMS.NotFoundException', message };
  const encryption = { ServerSideEncryption, SSEKMSKeyId } as const;
  await expect(put('never', SSEKMSKeyId)).rejects.toMatchObject(refusal);
  const target = { Bucket, Key: 'never', ...encryption };
  await expect(s3.send(new CreateMultipartUploadCommand(target))).rejects.toMatchObject(refusal);
  await expect(
    s3.send(new CopyObjectCommand({ ...target, CopySource: `${Bucket}/plain` })),
  ).rejects.toMatchObject(refusal);
});

test('an object cannot be read while its key is disabled, nor copied', async () => {
  const { id, arn } = await createKey();
  await put('locked', id);
  await aws.kms().send(new DisableKeyCommand({ KeyId: id }));
  const refusal = { name: 'KMS.DisabledException', message: `${arn} is disabled.` };
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'locked' }))).rejects.toMatchObject(refusal);
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/locked` })),
  ).rejects.toMatchObject(refusal);
  await expect(put('locked', id)).rejects.toMatchObject(refusal);
  await s3.send(new HeadObjectCommand({ Bucket, Key: 'locked' }));
});

test('an object cannot be read once its key is to be deleted', async () => {
  const { id, arn } = await createKey();
  await put('doomed', id);
  await aws.kms().send(new ScheduleKeyDeletionCommand({ KeyId: id }));
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'doomed' }))).rejects.toMatchObject({
    name: 'KMS.KMSInvalidStateException',
    message: `${arn} is pending deletion.`,
  });
});
