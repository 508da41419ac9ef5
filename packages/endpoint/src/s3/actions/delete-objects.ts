import type { DeletedObject } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { AwsError } from '../../core/errors.ts';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { checkDeleteCondition } from '../conditions.ts';
import { bypassInput, deleteOne } from '../delete-one.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { canBeVersion } from '../find-object.ts';
import { bucketInput } from '../inputs.ts';
import { checkKey } from '../naming.ts';
import { bucketOf } from '../resource-arns.ts';
import { flat } from '../wire/xml-shape.ts';

const MAX_KEYS = 1000;

const identifier = z.strictObject({
  Key: z.string().min(1),
  VersionId: z.string().optional(),
  ETag: z.string().optional(),
});

export const deleteInput = z.strictObject({ Objects: flat('Object', identifier), Quiet: flag.optional() });

export const deleteObjects = operation('s3', 'DeleteObjects', {
  resource: bucketOf,
  input: z.object({ ...bucketInput, ...bypassInput, Delete: deleteInput }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const { Objects: objects, Quiet: quiet = false } = input.Delete;
    if (objects.length === 0 || objects.length > MAX_KEYS) throw s3Error.malformedXml('1 to 1000 keys');
    const deleted: DeletedObject[] = [];
    const errors: { Key: string; VersionId?: string; Code: string; Message: string }[] = [];
    for (const { Key, VersionId, ETag } of objects) {
      const named = { Key, ...(VersionId !== undefined && { VersionId }) };
      try {
        checkKey(Key);
        // One request may name many versions: an invalid version id is reported for each, like a missing one.
        if (VersionId !== undefined && !canBeVersion(bucket, VersionId)) {
          throw s3Error.noSuchVersion(Key, VersionId);
        }
        checkDeleteCondition(engine.objects.current(bucket.name, Key), ETag, Key);
        const result = deleteOne(engine, bucket, Key, VersionId);
        deleted.push({
          ...named,
          ...(result.DeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: result.VersionId }),
        });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ ...named, Code: error.code, Message: error.message });
      }
    }
    return { ...(!quiet && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) };
  },
});
