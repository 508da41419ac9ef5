import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';

export const deleteBucketPolicy = operation('s3', 'DeleteBucketPolicy', {
  resource: bucketOf,
  input: z.object(bucketInput),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    engine.buckets.set(bucket.name, { ...bucket, policy: undefined });
    return {};
  },
});
