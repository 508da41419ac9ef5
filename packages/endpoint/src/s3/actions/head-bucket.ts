import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';

export const headBucket = operation('s3', 'HeadBucket', {
  resource: bucketOf,
  input: z.object(bucketInput),
  run(engine: S3Engine, input) {
    const { name } = findBucket(engine, input);
    return {
      BucketRegion: engine.context.region,
      BucketArn: `arn:aws:s3:::${name}`,
      AccessPointAlias: false,
    };
  },
});
