import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { findObject } from '../find-object.ts';
import { keyInput } from '../inputs.ts';

export const deleteObjectTagging = operation<'s3', 'DeleteObjectTagging'>()({
  input: z.object({ ...keyInput, VersionId: z.string().optional() }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const object = findObject(engine, bucket.name, input.Key, input.VersionId);
    object.tags = {};
    engine.objects.changed(object);
    return versioningOf(bucket) === undefined ? {} : { VersionId: object.versionId };
  },
});
