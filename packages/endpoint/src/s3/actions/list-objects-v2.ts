import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { bucketOwner, findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { encoder, listCurrent, listInput, MAX_ENTRIES, toListed } from '../listing.ts';
import { bucketOf } from '../resource-arns.ts';

export const listObjectsV2 = operation('s3', 'ListObjectsV2', {
  resource: bucketOf,
  input: z.object({
    ...listInput,
    ContinuationToken: z.string().optional(),
    StartAfter: z.string().optional(),
    FetchOwner: flag.default(false),
  }),
  run(engine: S3Engine, input) {
    const { name } = findBucket(engine, input);
    const { ContinuationToken: token, StartAfter: startAfter, Delimiter: delimiter } = input;
    const encode = encoder(input.EncodingType);
    const { objects, commonPrefixes, next } = listCurrent(engine, name, {
      prefix: input.Prefix,
      delimiter,
      after: token === undefined ? startAfter : readToken(token),
      maxKeys: input.MaxKeys,
    });
    return {
      Name: name,
      Prefix: encode(input.Prefix),
      ...(startAfter !== undefined && { StartAfter: encode(startAfter) }),
      ...(token !== undefined && { ContinuationToken: token }),
      ...(next !== undefined && { NextContinuationToken: writeToken(next) }),
      KeyCount: objects.length + commonPrefixes.length,
      MaxKeys: Math.min(input.MaxKeys, MAX_ENTRIES),
      ...(delimiter !== undefined && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      IsTruncated: next !== undefined,
      ...(objects.length > 0 && {
        Contents: objects.map((object) => ({
          ...toListed(object, encode),
          ...(input.FetchOwner && { Owner: bucketOwner(engine) }),
        })),
      }),
      ...(commonPrefixes.length > 0 && {
        CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      }),
    };
  },
});

/** A token names the last key given; the mark tells it from what a client made up. */
const TOKEN_MARK = 'after:';

function writeToken(last: string): string {
  return Buffer.from(TOKEN_MARK + last, 'utf8').toString('base64');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith(TOKEN_MARK)) {
    throw s3Error.invalidArgument('The continuation token provided is incorrect', 'continuation-token');
  }
  return text.slice(TOKEN_MARK.length);
}
