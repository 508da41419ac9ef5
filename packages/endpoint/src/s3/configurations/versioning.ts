import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import type { Bucket } from '../bucket.ts';
import { s3Error } from '../errors.ts';
import { configuration, configured } from './configuration.ts';

/** Whether new versions replace old ones: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
export const versioning = configuration({
  name: 'versioning',
  operations: { put: 'PutBucketVersioning', get: 'GetBucketVersioning' },
  member: 'VersioningConfiguration',
  root: 'VersioningConfiguration',
  schema: z.strictObject({
    Status: z.enum(['Enabled', 'Suspended']).optional(),
    MFADelete: z.enum(['Enabled', 'Disabled']).optional(),
    MfaDelete: z.enum(['Enabled', 'Disabled']).optional(),
  }),
  answersMembers: true,
  check(value) {
    if (value.Status === undefined && value.MFADelete === undefined && value.MfaDelete === undefined) {
      throw s3Error.illegalVersioning();
    }
    if ((value.MFADelete ?? value.MfaDelete) === 'Enabled') {
      throw coreError.notImplemented('s3', 'PutBucketVersioning with MFADelete');
    }
  },
});

export function versioningOf(bucket: Bucket): 'Enabled' | 'Suspended' | undefined {
  return configured(versioning, bucket)?.Status;
}
