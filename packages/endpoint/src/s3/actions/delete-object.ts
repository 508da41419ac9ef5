import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkWriteConditions } from '../conditions.ts';
import { deleteOne } from '../delete-one.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { keyInput } from '../inputs.ts';
import { checkKey } from '../naming.ts';

export const deleteObject = operation<'s3', 'DeleteObject'>()({
  input: z.object({ ...keyInput, VersionId: z.string().optional(), IfMatch: z.string().optional() }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    checkKey(input.Key);
    if (input.IfMatch !== undefined) {
      checkWriteConditions(
        engine.objects.current(bucket.name, input.Key),
        { IfMatch: input.IfMatch },
        input.Key,
      );
    }
    return deleteOne(engine, bucket, input.Key, input.VersionId);
  },
});
