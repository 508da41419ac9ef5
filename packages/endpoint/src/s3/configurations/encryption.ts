import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { s3Error } from '../errors.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

const rule = z.strictObject({
  ApplyServerSideEncryptionByDefault: z
    .strictObject({
      SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
      KMSMasterKeyID: z.string().optional(),
    })
    .optional(),
  BucketKeyEnabled: flag.optional(),
  BlockedEncryptionTypes: z
    .strictObject({ EncryptionType: flat('EncryptionType', z.string()).optional() })
    .optional(),
});

const schema = z.strictObject({ Rules: flat('Rule', rule) });

/** Every bucket encrypts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
const byDefault: z.output<typeof schema> = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

/** What objects say they are encrypted with. Bodies lie on the disk as they came. */
export const encryption = configuration({
  name: 'encryption',
  operations: { put: 'PutBucketEncryption', get: 'GetBucketEncryption', delete: 'DeleteBucketEncryption' },
  member: 'ServerSideEncryptionConfiguration',
  root: 'ServerSideEncryptionConfiguration',
  schema,
  answersMembers: false,
  initial: byDefault,
  afterDelete: byDefault,
  missing: {
    code: 'ServerSideEncryptionConfigurationNotFoundError',
    message: 'The server side encryption configuration was not found',
  },
  check({ Rules: rules }) {
    const [one, another] = rules;
    if (one === undefined || another !== undefined) throw s3Error.malformedXml('Rules must be exactly one');
    const { SSEAlgorithm, KMSMasterKeyID } = one.ApplyServerSideEncryptionByDefault ?? {};
    if (SSEAlgorithm === 'AES256' && KMSMasterKeyID !== undefined) {
      throw s3Error.invalidArgument(
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
        'ApplyServerSideEncryptionByDefault',
      );
    }
  },
});
