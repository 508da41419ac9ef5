import { z } from 'zod';
import { s3Error } from './errors.ts';
import { wrapped } from './wire/xml-shape.ts';

const MAX_OBJECT_TAGS = 10;
const MAX_BUCKET_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
/** Letters, digits and spaces of any script, and these. */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const tag = z.strictObject({ Key: z.string(), Value: z.string() });
export type Tag = z.output<typeof tag>;

/** The tags of an object, as its tagging sub-resource takes them. */
export const taggingInput = z.strictObject({ TagSet: wrapped('Tag', tag) });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkObjectTags(tags: readonly Tag[]): Record<string, string> {
  if (tags.length > MAX_OBJECT_TAGS) throw s3Error.tooManyObjectTags(MAX_OBJECT_TAGS);
  return checkTags(tags, 'Your TagKey cannot be prefixed with aws:');
}

export function checkBucketTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_BUCKET_TAGS) throw s3Error.tooManyBucketTags(MAX_BUCKET_TAGS);
  checkTags(tags, 'System tags cannot be added/updated by requester');
}

function checkTags(tags: readonly Tag[], reserved: string): Record<string, string> {
  const record = new Map<string, string>();
  for (const { Key, Value } of tags) {
    const TagKey = Key.slice(0, MAX_KEY_LENGTH);
    if (Key.length === 0 || Key.length > MAX_KEY_LENGTH || !CHARACTERS.test(Key)) {
      throw s3Error.invalidTag('The TagKey you have provided is invalid', { TagKey });
    }
    if (Value.length > MAX_VALUE_LENGTH || !CHARACTERS.test(Value)) {
      const TagValue = Value.slice(0, MAX_VALUE_LENGTH);
      throw s3Error.invalidTag('The TagValue you have provided is invalid', { TagKey, TagValue });
    }
    if (/^aws:/i.test(Key)) throw s3Error.invalidTag(reserved, { TagKey });
    if (record.has(Key)) {
      throw s3Error.invalidTag('Cannot provide multiple Tags with the same key', { TagKey });
    }
    record.set(Key, Value);
  }
  return Object.fromEntries(record);
}

/** `a=1&b=2`, as the header x-amz-tagging carries tags. */
export function parseTagging(text: string | undefined): Record<string, string> {
  const tags = [...new URLSearchParams(text ?? '')].map(([Key, Value]) => ({ Key, Value }));
  const keys = new Set(tags.map(({ Key }) => Key));
  const wellFormed = tags.every(({ Key, Value }) => CHARACTERS.test(Key) && CHARACTERS.test(Value));
  if (keys.size < tags.length || !wellFormed) {
    throw s3Error.invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    );
  }
  return checkObjectTags(tags);
}

export function toTagSet(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
