import { z } from 'zod';
import { iamError } from './errors.ts';
import { list } from './inputs.ts';

const MAX_TAGS = 50;

export const tagList = list(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

export function addTags(
  before: Record<string, string>,
  added: z.output<typeof tagList>,
): Record<string, string> {
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MAX_TAGS) {
    throw iamError.limitExceeded('Cannot exceed quota for TagsPerRole: 50');
  }
  return tags;
}

export function removeTags(before: Record<string, string>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));
}

export function toTagList(tags: Record<string, string>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
