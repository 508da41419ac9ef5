import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { findTagged } from '../find-object.ts';
import { keyInput } from '../inputs.ts';
import { objectOf } from '../resource-arns.ts';
import { toTagSet } from '../tags.ts';

export const getObjectTagging = operation('s3', 'GetObjectTagging', {
  resource: objectOf,
  input: z.object({ ...keyInput, VersionId: z.string().optional() }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const object = findTagged(engine, bucket, input.Key, input.VersionId);
    return {
      ...(versioningOf(bucket) !== undefined && { VersionId: object.versionId }),
      TagSet: toTagSet(object.tags),
    };
  },
});
