import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumMembers } from '../checksums/members.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { findObject } from '../find-object.ts';
import { countInput, keyInput } from '../inputs.ts';
import { objectOf } from '../resource-arns.ts';
import type { StoredObject } from '../store/object-versions.ts';

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;
type Attribute = (typeof ATTRIBUTES)[number];
const MAX_PARTS = 1000;

/** A list in process, a header with commas on the wire. */
const attributes = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((name) => name.trim()))])
  .transform((names) => new Set(names.map(toAttribute)));

function toAttribute(name: string): Attribute {
  const known = ATTRIBUTES.find((attribute) => attribute === name);
  if (known !== undefined) return known;
  throw s3Error.invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', name);
}

export const getObjectAttributes = operation('s3', 'GetObjectAttributes', {
  resource: objectOf,
  input: z.object({
    ...keyInput,
    VersionId: z.string().optional(),
    ObjectAttributes: attributes,
    MaxParts: countInput('max-parts', MAX_PARTS),
    PartNumberMarker: countInput('part-number-marker', 0),
  }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const object = findObject(engine, bucket, input.Key, input.VersionId);
    const asked = input.ObjectAttributes;
    return {
      LastModified: object.modified,
      ...(versioningOf(bucket) !== undefined && { VersionId: object.versionId }),
      // Without quotes, unlike everywhere else.
      ...(asked.has('ETag') && { ETag: object.etag }),
      ...(asked.has('Checksum') &&
        object.checksum && {
          Checksum: { ...checksumMembers(ofParts(object.checksum)), ChecksumType: object.checksum.type },
        }),
      ...(asked.has('ObjectParts') && object.parts && { ObjectParts: listParts(object, input) }),
      ...(asked.has('StorageClass') && { StorageClass: object.storageClass as 'STANDARD' }), // As puts accept it.
      ...(asked.has('ObjectSize') && { ObjectSize: object.size }),
    };
  },
});

/** Here the count of the parts does not follow a composite checksum. */
function ofParts<C extends { value: string }>(checksum: C): C {
  return { ...checksum, value: checksum.value.replace(/-\d+$/, '') };
}

/** The parts are returned only where they have checksums of their own: those of a composite one. */
function listParts(
  { parts = [], checksum }: StoredObject,
  { MaxParts, PartNumberMarker }: { MaxParts: number; PartNumberMarker: number },
) {
  if (checksum?.type !== 'COMPOSITE') return { TotalPartsCount: parts.length };
  const limit = Math.min(MaxParts, MAX_PARTS);
  const rest = parts.filter(({ number }) => number > PartNumberMarker);
  const listed = rest.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(PartNumberMarker),
    NextPartNumberMarker: String(listed.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: rest.length > listed.length,
    ...(listed.length > 0 && {
      Parts: listed.map((part) => ({
        PartNumber: part.number,
        Size: part.size,
        ...checksumMembers(part.checksum),
      })),
    }),
  };
}
