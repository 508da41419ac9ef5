import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { bucketInput } from '../inputs.ts';
import { bucketOf } from '../resource-arns.ts';

export const deleteBucket = operation('s3', 'DeleteBucket', {
  resource: bucketOf,
  input: z.object(bucketInput),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const { name } = bucket;
    // Old versions and delete markers count.
    if (!engine.objects.isEmpty(name)) throw s3Error.bucketNotEmpty(name, versioningOf(bucket) !== undefined);
    for (const upload of engine.uploads.of(name)) {
      const segments = engine.uploads.parts(upload.id).map(({ segment }) => segment);
      engine.uploads.remove(upload.id);
      engine.discard(segments);
    }
    engine.buckets.delete(name);
    return {};
  },
});
