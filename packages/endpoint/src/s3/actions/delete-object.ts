import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkDeleteCondition } from '../conditions.ts';
import { bypassInput, deleteOne } from '../delete-one.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { keyInput } from '../inputs.ts';
import { checkKey } from '../naming.ts';
import { objectOf } from '../resource-arns.ts';

export const deleteObject = operation('s3', 'DeleteObject', {
  resource: objectOf,
  input: z.object({
    ...keyInput,
    ...bypassInput,
    VersionId: z.string().optional(),
    IfMatch: z.string().optional(),
    // Of directory buckets, which are not here.
    IfMatchLastModifiedTime: z.unknown().optional(),
    IfMatchSize: z.unknown().optional(),
  }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    checkKey(input.Key);
    if (input.IfMatchLastModifiedTime !== undefined) {
      throw s3Error.headerNotImplemented('x-amz-if-match-last-modified-time');
    }
    if (input.IfMatchSize !== undefined) throw s3Error.headerNotImplemented('x-amz-if-match-size');
    checkDeleteCondition(engine.objects.current(bucket.name, input.Key), input.IfMatch, input.Key);
    return deleteOne(engine, bucket, input.Key, input.VersionId);
  },
});
