import type { DeleteMarkerEntry, ObjectVersion } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { bucketOwner, findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { encoder, listInput, MAX_ENTRIES, toListed } from '../listing.ts';
import { bucketOf } from '../resource-arns.ts';
import type { ObjectVersion as StoredVersion } from '../store/object-versions.ts';
import { walk } from '../store/walk.ts';

export const listObjectVersions = operation('s3', 'ListObjectVersions', {
  resource: bucketOf,
  input: z.object({
    ...listInput,
    KeyMarker: z.string().default(''),
    VersionIdMarker: z.string().default(''),
  }),
  run(engine: S3Engine, input) {
    const { name } = findBucket(engine, input);
    if (input.VersionIdMarker !== '' && input.KeyMarker === '') {
      throw s3Error.invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        input.VersionIdMarker,
      );
    }
    const encode = encoder(input.EncodingType);
    const limit = Math.min(input.MaxKeys, MAX_ENTRIES);
    const versions: ObjectVersion[] = [];
    const markers: DeleteMarkerEntry[] = [];
    const commonPrefixes: string[] = [];
    let last: { key: string; versionId: string } | undefined;
    let truncated = false;

    for (const entry of entries(engine, name, input)) {
      if (versions.length + markers.length + commonPrefixes.length >= limit) {
        truncated = limit > 0;
        break;
      }
      if (typeof entry === 'string') {
        commonPrefixes.push(entry);
        last = { key: entry, versionId: '' };
        continue;
      }
      last = entry;
      const common = {
        VersionId: entry.versionId,
        IsLatest: engine.objects.of(name, entry.key)[0]?.id === entry.id,
        Owner: bucketOwner(engine),
      };
      if (entry.deleteMarker) {
        markers.push({ Key: encode(entry.key), LastModified: entry.modified, ...common });
      } else {
        versions.push({ ...toListed(entry, encode), ...common });
      }
    }

    return {
      Name: name,
      Prefix: encode(input.Prefix),
      KeyMarker: encode(input.KeyMarker),
      VersionIdMarker: input.VersionIdMarker,
      ...(truncated && last && { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.versionId }),
      MaxKeys: limit,
      ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      IsTruncated: truncated,
      ...(versions.length > 0 && { Versions: versions }),
      ...(markers.length > 0 && { DeleteMarkers: markers }),
      ...(commonPrefixes.length > 0 && {
        CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      }),
    };
  },
});

/** Versions by key and, within a key, newest first; and common prefixes. Starts after the markers. */
function* entries(
  engine: S3Engine,
  bucket: string,
  input: { Prefix: string; Delimiter?: string | undefined; KeyMarker: string; VersionIdMarker: string },
): Generator<StoredVersion | string> {
  if (input.VersionIdMarker !== '') {
    const ofMarker = engine.objects.of(bucket, input.KeyMarker);
    const marked = ofMarker.findIndex(({ versionId }) => versionId === input.VersionIdMarker);
    if (marked >= 0) yield* ofMarker.slice(marked + 1);
  }
  const options = {
    prefix: input.Prefix,
    delimiter: input.Delimiter,
    after: input.KeyMarker === '' ? undefined : input.KeyMarker,
    visible: () => true,
  };
  for (const entry of walk(engine.objects.keys(bucket), options)) {
    if ('commonPrefix' in entry) yield entry.commonPrefix;
    else yield* engine.objects.of(bucket, entry.key);
  }
}
