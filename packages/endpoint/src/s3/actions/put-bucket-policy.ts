import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { bucketInput } from '../inputs.ts';
import { checkBucketPolicy } from '../policy.ts';
import { bucketOf } from '../resource-arns.ts';

export const putBucketPolicy = operation('s3', 'PutBucketPolicy', {
  resource: bucketOf,
  input: z.object({ ...bucketInput, Policy: z.string() }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    checkBucketPolicy(input.Policy, bucket.name);
    engine.buckets.set(bucket.name, { ...bucket, policy: input.Policy });
    return {};
  },
});
