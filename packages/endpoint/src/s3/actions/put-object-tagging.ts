import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { findTagged } from '../find-object.ts';
import { keyInput } from '../inputs.ts';
import { objectOf } from '../resource-arns.ts';
import { changeTags } from '../store/commit.ts';
import { checkObjectTags, taggingInput } from '../tags.ts';

export const putObjectTagging = operation('s3', 'PutObjectTagging', {
  resource: objectOf,
  input: z.object({ ...keyInput, VersionId: z.string().optional(), Tagging: taggingInput }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const tags = checkObjectTags(input.Tagging.TagSet);
    const object = findTagged(engine, bucket, input.Key, input.VersionId);
    changeTags(engine, bucket, object, tags);
    return versioningOf(bucket) === undefined ? {} : { VersionId: object.versionId };
  },
});
