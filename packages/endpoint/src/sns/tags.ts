import { z } from 'zod';
import { list } from '../core/input.ts';
import { setOwn } from '../core/own.ts';
import { snsError } from './errors.ts';

const MAX_TAGS = 50;

export const tagsSchema = list(
  z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }),
).default([]);

/** `current` with `tags` added. @throws AwsError TagLimitExceeded, InvalidParameter. */
export function addTags(
  current: Record<string, string>,
  tags: z.output<typeof tagsSchema>,
): Record<string, string> {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw snsError.invalidParameter('Duplicated keys are not allowed.');
  }
  const changed = { ...current };
  for (const { Key, Value } of tags) {
    if (/^aws:/i.test(Key)) throw snsError.invalidParameter('Tag keys must not begin with aws:');
    setOwn(changed, Key, Value);
  }
  if (Object.keys(changed).length > MAX_TAGS) {
    throw snsError.tagLimitExceeded('Could not complete request: tag quota of per resource exceeded');
  }
  return changed;
}
