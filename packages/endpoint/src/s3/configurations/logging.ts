import { z } from 'zod';
import { s3Error } from '../errors.ts';
import { configuration } from './configuration.ts';

/** Stored and given back. No access logs are written: the endpoint's own log says what was asked. */
export const logging = configuration({
  name: 'logging',
  operations: { put: 'PutBucketLogging', get: 'GetBucketLogging' },
  member: 'BucketLoggingStatus',
  root: 'BucketLoggingStatus',
  schema: z.strictObject({
    LoggingEnabled: z
      .strictObject({
        TargetBucket: z.string(),
        TargetPrefix: z.string(),
        TargetObjectKeyFormat: z
          .strictObject({
            SimplePrefix: z.strictObject({}).optional(),
            PartitionedPrefix: z
              .strictObject({ PartitionDateSource: z.enum(['EventTime', 'DeliveryTime']).optional() })
              .optional(),
          })
          .optional(),
      })
      .optional(),
  }),
  answersMembers: true,
  check({ LoggingEnabled: enabled }, { buckets }) {
    if (enabled !== undefined && !buckets.has(enabled.TargetBucket)) {
      throw s3Error.invalidTargetBucketForLogging(enabled.TargetBucket);
    }
  },
});
