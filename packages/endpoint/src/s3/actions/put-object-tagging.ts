import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { findObject } from '../find-object.ts';
import { keyInput } from '../inputs.ts';
import { checkTags, MOST_OBJECT_TAGS, taggingInput } from '../tags.ts';

export const putObjectTagging = operation<'s3', 'PutObjectTagging'>()({
  input: z.object({ ...keyInput, VersionId: z.string().optional(), Tagging: taggingInput }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const tags = checkTags(input.Tagging.TagSet, MOST_OBJECT_TAGS);
    const object = findObject(engine, bucket.name, input.Key, input.VersionId);
    object.tags = tags;
    engine.objects.changed(object);
    return versioningOf(bucket) === undefined ? {} : { VersionId: object.versionId };
  },
});
