import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { bucketOwner, findBucket, type S3Engine } from '../engine.ts';
import { encoder, listCurrent, listInput, MAX_ENTRIES, toListed } from '../listing.ts';
import { bucketOf } from '../resource-arns.ts';

export const listObjects = operation('s3', 'ListObjects', {
  resource: bucketOf,
  input: z.object({ ...listInput, Marker: z.string().optional() }),
  run(engine: S3Engine, input) {
    const { name } = findBucket(engine, input);
    const encode = encoder(input.EncodingType);
    const { objects, commonPrefixes, next } = listCurrent(engine, name, {
      prefix: input.Prefix,
      delimiter: input.Delimiter,
      after: input.Marker,
      maxKeys: input.MaxKeys,
    });
    return {
      Name: name,
      Prefix: encode(input.Prefix),
      Marker: encode(input.Marker ?? ''),
      // Without a delimiter the last key is the next marker, and S3 leaves it to the client to know.
      ...(next !== undefined && input.Delimiter && { NextMarker: encode(next) }),
      MaxKeys: Math.min(input.MaxKeys, MAX_ENTRIES),
      ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      IsTruncated: next !== undefined,
      ...(objects.length > 0 && {
        Contents: objects.map((object) => ({ ...toListed(object, encode), Owner: bucketOwner(engine) })),
      }),
      ...(commonPrefixes.length > 0 && {
        CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      }),
    };
  },
});
