import { z } from 'zod';
import { checksumMembers } from './checksums/members.ts';
import { checkReadConditions, readConditionInput } from './conditions.ts';
import { versioningOf } from './configurations/versioning.ts';
import { findBucket, type S3Engine } from './engine.ts';
import { s3Error } from './errors.ts';
import { findObject } from './find-object.ts';
import { keyInput, partNumber } from './inputs.ts';
import { checkKey, quote } from './naming.ts';
import { type ByteRange, parseRange } from './range.ts';
import type { StoredObject } from './store/object-versions.ts';

/** What GetObject and HeadObject take. */
export const readInput = z.object({
  ...keyInput,
  ...readConditionInput,
  VersionId: z.string().optional(),
  Range: z.string().optional(),
  PartNumber: partNumber.optional(),
  ChecksumMode: z.string().optional(),
  ResponseCacheControl: z.string().optional(),
  ResponseContentDisposition: z.string().optional(),
  ResponseContentEncoding: z.string().optional(),
  ResponseContentLanguage: z.string().optional(),
  ResponseContentType: z.string().optional(),
  ResponseExpires: z.union([z.string(), z.date().transform((date) => date.toUTCString())]).optional(),
});

type ReadInput = z.output<typeof readInput>;

/** Finds what is to be read, checks the conditions, and says everything of it but its bytes. */
export function openObject(engine: S3Engine, input: ReadInput) {
  const bucket = findBucket(engine, input);
  checkKey(input.Key);
  const object = findObject(engine, bucket, input.Key, input.VersionId);
  checkReadConditions(object, input);
  const partial = decideRange(object, input);
  const range = partial ?? { start: 0, end: object.size - 1 };
  const tagCount = Object.keys(object.tags).length;
  const output = {
    AcceptRanges: 'bytes',
    ContentLength: range.end - range.start + 1,
    ...(partial && { ContentRange: `bytes ${range.start}-${range.end}/${object.size}` }),
    ETag: quote(object.etag),
    LastModified: object.modified,
    ...object.headers,
    ...overrides(input),
    ...object.encryption,
    Metadata: object.metadata,
    ...(versioningOf(bucket) !== undefined && { VersionId: object.versionId }),
    ...(object.storageClass !== 'STANDARD' && { StorageClass: object.storageClass as 'STANDARD_IA' }),
    ...(tagCount > 0 && { TagCount: tagCount }),
    ...(input.PartNumber !== undefined && object.parts && { PartsCount: object.parts.length }),
    ...(input.ChecksumMode?.toUpperCase() === 'ENABLED' && checksumOf(object, input, partial)),
  };
  return { object, range, output };
}

/** A checksum of the whole says nothing of a part of it, unless that part is the whole or has its own. */
function checksumOf(object: StoredObject, input: ReadInput, partial: ByteRange | undefined) {
  const { checksum, parts } = object;
  if (checksum === undefined || (partial !== undefined && input.PartNumber === undefined)) return {};
  const part = input.PartNumber === undefined ? undefined : parts?.[input.PartNumber - 1];
  if (part !== undefined && checksum.type === 'COMPOSITE') {
    return { ...checksumMembers(part.checksum), ChecksumType: checksum.type };
  }
  if (part !== undefined && parts !== undefined && parts.length > 1) return {};
  return { ...checksumMembers(checksum), ChecksumType: checksum.type };
}

function decideRange(object: StoredObject, input: ReadInput): ByteRange | undefined {
  if (input.PartNumber === undefined) return parseRange(input.Range, object.size);
  if (input.Range !== undefined) {
    throw s3Error.invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const parts = object.parts ?? [{ number: 1, size: object.size }];
  const index = input.PartNumber - 1;
  const part = parts[index];
  if (part === undefined) throw s3Error.invalidPartNumber(input.PartNumber, parts.length);
  if (part.size === 0) return undefined;
  const start = parts.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size - 1 };
}

/** The client may have the answer say other things of the object: GetObject, "Overriding response header values". */
function overrides(input: ReadInput) {
  const asked = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    ExpiresString: input.ResponseExpires,
  };
  for (const [member, value] of Object.entries(asked)) {
    if (value === undefined || /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    throw s3Error.invalidArgument(
      'Header value cannot be represented using ISO-8859-1.',
      `Response${member}`,
    );
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}
