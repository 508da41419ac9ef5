import { z } from 'zod';
import type { S3Engine } from './engine.ts';
import { bucketInput, countInput, encodingType } from './inputs.ts';
import { quote } from './naming.ts';
import type { StoredObject } from './store/object-versions.ts';
import { walk } from './store/walk.ts';

/** S3 never gives more than a thousand entries, whatever was asked. */
export const MAX_ENTRIES = 1000;

/** What all listings take. */
export const listInput = {
  ...bucketInput,
  Prefix: z.string().default(''),
  Delimiter: z.string().optional(),
  EncodingType: encodingType,
  MaxKeys: countInput('max-keys', MAX_ENTRIES),
};

/** Keys may hold characters that XML cannot: `encoding-type=url` percent-encodes them, as a form would. */
export function encoder(encodingType: 'url' | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  return (text) =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+')
      .replaceAll('%2F', '/');
}

export interface Listing {
  objects: StoredObject[];
  commonPrefixes: string[];
  /** The last key or common prefix given, when there is more. */
  next: string | undefined;
}

/** Current objects, in order, with common prefixes counted among them. */
export function listCurrent(
  engine: S3Engine,
  bucket: string,
  options: { prefix: string; delimiter: string | undefined; after: string | undefined; maxKeys: number },
): Listing {
  const limit = Math.min(options.maxKeys, MAX_ENTRIES);
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  if (limit === 0) return { objects, commonPrefixes, next: undefined };
  const visible = (key: string) => engine.objects.current(bucket, key) !== undefined;
  for (const entry of walk(engine.objects.keys(bucket), { ...options, visible })) {
    if (objects.length + commonPrefixes.length === limit) return { objects, commonPrefixes, next: last };
    if ('commonPrefix' in entry) {
      commonPrefixes.push(entry.commonPrefix);
      last = entry.commonPrefix;
    } else {
      const object = engine.objects.current(bucket, entry.key);
      if (object !== undefined) objects.push(object);
      last = entry.key;
    }
  }
  return { objects, commonPrefixes, next: undefined };
}

/** How a listing shows an object. */
export function toListed(object: StoredObject, encode: (text: string) => string) {
  return {
    Key: encode(object.key),
    LastModified: object.modified,
    ETag: quote(object.etag),
    ...(object.checksum && {
      ChecksumAlgorithm: [object.checksum.algorithm],
      ChecksumType: object.checksum.type,
    }),
    Size: object.size,
    StorageClass: object.storageClass as 'STANDARD', // One of the set that puts accept.
  };
}
