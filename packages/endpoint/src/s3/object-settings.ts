import { z } from 'zod';
import { coreError } from '../core/errors.ts';
import { flag, record } from '../core/input.ts';
import type { Bucket } from './bucket.ts';
import { configured } from './configurations/configuration.ts';
import { encryption } from './configurations/encryption.ts';
import { allowsAcls } from './configurations/ownership-controls.ts';
import { withUsableKey } from './encryption-key.ts';
import type { S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import type { ObjectEncryption, ObjectHeaders } from './store/object-versions.ts';
import { parseTagging } from './tags.ts';

const MAX_METADATA_BYTES = 2048;
const STORAGE_CLASSES = new Set([
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'REDUCED_REDUNDANCY',
  'GLACIER_IR',
]);
const CANNED_ACLS = new Set([
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
  'log-delivery-write',
]);
/** Objects in these must be restored before they are read. */
const ARCHIVE_CLASSES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

const encryptionMethod = z.string().transform((sent): ObjectEncryption['ServerSideEncryption'] => {
  if (sent === 'AES256' || sent === 'aws:kms' || sent === 'aws:kms:dsse') return sent;
  throw s3Error.invalidArgument(
    'The encryption method specified is not supported',
    'x-amz-server-side-encryption',
    sent,
  );
});

/** What a put, a copy or the start of a multipart upload says of an object beside its bytes. */
export const settingsInput = {
  ACL: z.string().optional(),
  BucketKeyEnabled: flag.optional(),
  CacheControl: z.string().optional(),
  ContentDisposition: z.string().optional(),
  ContentEncoding: z.string().optional(),
  ContentLanguage: z.string().optional(),
  ContentType: z.string().optional(),
  Expires: z.union([z.string(), z.date().transform((date) => date.toUTCString())]).optional(),
  Metadata: record(z.string()).default({}),
  SSECustomerAlgorithm: z.string().optional(),
  SSEKMSKeyId: z.string().optional(),
  ServerSideEncryption: encryptionMethod.optional(),
  StorageClass: z.string().default('STANDARD'),
  Tagging: z.string().optional(),
  WebsiteRedirectLocation: z.string().optional(),
};

type SettingsInput = z.output<z.ZodObject<typeof settingsInput>>;

export interface ObjectSettings {
  headers: ObjectHeaders;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  encryption: ObjectEncryption;
  storageClass: string;
}

export async function readSettings(
  engine: S3Engine,
  bucket: Bucket,
  input: SettingsInput,
): Promise<ObjectSettings> {
  if (input.SSECustomerAlgorithm !== undefined) {
    throw coreError.notImplemented('s3', 'encryption with keys of the customer (SSE-C)');
  }
  checkAcl(bucket, input.ACL);
  if (!/^(https?:\/\/|\/|$)/.test(input.WebsiteRedirectLocation ?? ''))
    throw s3Error.invalidRedirectLocation();
  return {
    headers: {
      ContentType: input.ContentType ?? 'binary/octet-stream',
      CacheControl: input.CacheControl,
      ContentDisposition: input.ContentDisposition,
      ContentEncoding: input.ContentEncoding,
      ContentLanguage: input.ContentLanguage,
      ExpiresString: input.Expires,
      WebsiteRedirectLocation: input.WebsiteRedirectLocation,
    },
    metadata: readMetadata(input.Metadata),
    tags: parseTagging(input.Tagging),
    storageClass: checkStorageClass(input.StorageClass),
    encryption: await withUsableKey(engine, decideEncryption(bucket, input)),
  };
}

function readMetadata(metadata: Record<string, string>): Record<string, string> {
  const lower = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
  const size = lower.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name, 'utf8') + Buffer.byteLength(value, 'utf8'),
    0,
  );
  if (size > MAX_METADATA_BYTES) throw s3Error.metadataTooLarge(size);
  const odd = lower.find(([name]) => !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name));
  if (odd !== undefined)
    throw s3Error.invalidArgument('A metadata name is no name of a header (RFC 9110, 5.1).');
  return Object.fromEntries(lower);
}

export function checkAcl(bucket: Bucket, acl: string | undefined): void {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return;
  if (!CANNED_ACLS.has(acl)) throw s3Error.invalidArgument('', 'x-amz-acl', acl);
  if (allowsAcls(bucket)) throw coreError.notImplemented('s3', `the access control list ${acl.slice(0, 60)}`);
  throw s3Error.accessControlListNotSupported();
}

/** What the request asks for or else what the bucket does by default. */
export function decideEncryption(
  bucket: Bucket,
  input: Pick<SettingsInput, 'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled'>,
): ObjectEncryption {
  const rule = configured(encryption, bucket)?.Rules[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (algorithm === 'AES256') {
    if (input.SSEKMSKeyId !== undefined) {
      throw s3Error.invalidArgument(
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
        'x-amz-server-side-encryption',
      );
    }
    return { ServerSideEncryption: 'AES256' };
  }
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: input.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID ?? 'alias/aws/s3',
    BucketKeyEnabled: input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false,
  };
}

function checkStorageClass(name: string): string {
  if (ARCHIVE_CLASSES.has(name)) throw coreError.notImplemented('s3', `the storage class ${name}`);
  if (!STORAGE_CLASSES.has(name)) throw s3Error.invalidStorageClass(name);
  return name;
}
