import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';

export const getBucketPolicy = operation('s3', 'GetBucketPolicy', {
  resource: bucketOf,
  input: z.object(bucketInput),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    if (bucket.policy !== undefined) return { Policy: bucket.policy };
    throw s3Error.noSuchConfiguration('NoSuchBucketPolicy', 'The bucket policy does not exist', bucket.name);
  },
});
