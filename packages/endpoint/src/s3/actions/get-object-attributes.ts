import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumMembers } from '../checksums/members.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { findObject } from '../find-object.ts';
import { keyInput } from '../inputs.ts';

const attribute = z.enum(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']);

/** A list in process, a header with commas on the wire. */
const attributes = z.union([
  z.array(attribute),
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(attribute)),
]);

export const getObjectAttributes = operation<'s3', 'GetObjectAttributes'>()({
  input: z.object({ ...keyInput, VersionId: z.string().optional(), ObjectAttributes: attributes }),
  run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    const object = findObject(engine, bucket.name, input.Key, input.VersionId);
    const asked = new Set(input.ObjectAttributes);
    return {
      LastModified: object.modified,
      ...(versioningOf(bucket) !== undefined && { VersionId: object.versionId }),
      // Without quotes, unlike everywhere else.
      ...(asked.has('ETag') && { ETag: object.etag }),
      ...(asked.has('Checksum') &&
        object.checksum && {
          Checksum: { ...checksumMembers(object.checksum), ChecksumType: object.checksum.type },
        }),
      ...(asked.has('ObjectParts') &&
        object.parts && { ObjectParts: { TotalPartsCount: object.parts.length } }),
      ...(asked.has('StorageClass') && { StorageClass: object.storageClass as 'STANDARD' }), // As puts accept it.
      ...(asked.has('ObjectSize') && { ObjectSize: object.size }),
    };
  },
});
