import { z } from 'zod';
import { checkBucketTags, tag } from '../tags.ts';
import { wrapped } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

export const tagging = configuration({
  name: 'tagging',
  operations: { put: 'PutBucketTagging', get: 'GetBucketTagging', delete: 'DeleteBucketTagging' },
  member: 'Tagging',
  root: 'Tagging',
  schema: z.strictObject({ TagSet: wrapped('Tag', tag) }),
  answersMembers: true,
  missing: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  check: ({ TagSet: tags }) => checkBucketTags(tags),
  kept: (value) => (value.TagSet.length === 0 ? undefined : value),
});
