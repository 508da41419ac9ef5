import { z } from 'zod';
import { s3Error } from './errors.ts';
import { wrapped } from './wire/xml-shape.ts';

export const MOST_OBJECT_TAGS = 10;

export const tag = z.strictObject({ Key: z.string(), Value: z.string() });
export type Tag = z.output<typeof tag>;

/** The tags of an object, as its tagging sub-resource takes them. */
export const taggingInput = z.strictObject({ TagSet: wrapped('Tag', tag) });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkTags(tags: readonly Tag[], most: number): Record<string, string> {
  if (tags.length > most) throw s3Error.tooManyTags(most);
  for (const { Key, Value } of tags) {
    if (Key.length === 0 || Key.length > 128)
      throw s3Error.invalidTag('The TagKey you have provided is invalid');
    if (Value.length > 256) throw s3Error.invalidTag('The TagValue you have provided is invalid');
    if (/^aws:/i.test(Key)) throw s3Error.invalidTag('System tags cannot be added/updated by requester');
  }
  const record = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(record).length < tags.length) {
    throw s3Error.invalidTag('Cannot provide multiple Tags with the same key');
  }
  return record;
}

/** `a=1&b=2`, as the header x-amz-tagging carries tags. */
export function parseTagging(text: string | undefined): Record<string, string> {
  const tags = [...new URLSearchParams(text ?? '')].map(([Key, Value]) => ({ Key, Value }));
  return checkTags(tags, MOST_OBJECT_TAGS);
}

export function toTagSet(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
