import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';

export const getBucketLocation = operation('s3', 'GetBucketLocation', {
  resource: bucketOf,
  input: z.object(bucketInput),
  run(engine: S3Engine, input) {
    findBucket(engine, input);
    const { region } = engine.context;
    // us-east-1 has no location constraint; the SDK's type lists the regions that have.
    return { LocationConstraint: region === 'us-east-1' ? undefined : (region as 'us-west-2') };
  },
});
