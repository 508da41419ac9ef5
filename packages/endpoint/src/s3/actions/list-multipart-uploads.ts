import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { bucketOwner, findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { bucketInput, countInput, encodingType } from '../inputs.ts';
import { encoder, MAX_ENTRIES } from '../listing.ts';
import { bucketOf } from '../resource-arns.ts';
import { compareKeys, SortedKeys } from '../store/sorted-keys.ts';
import { isUploadId, type Upload } from '../store/uploads.ts';
import { walk } from '../store/walk.ts';

export const listMultipartUploads = operation('s3', 'ListMultipartUploads', {
  resource: bucketOf,
  input: z.object({
    ...bucketInput,
    Prefix: z.string().default(''),
    Delimiter: z.string().optional(),
    EncodingType: encodingType,
    KeyMarker: z.string().default(''),
    UploadIdMarker: z.string().default(''),
    MaxUploads: countInput('max-uploads', MAX_ENTRIES),
  }),
  run(engine: S3Engine, input) {
    const { name } = findBucket(engine, input);
    const encode = encoder(input.EncodingType);
    const limit = Math.min(input.MaxUploads, MAX_ENTRIES);
    const rest = afterMarkers(engine.uploads.of(name), input.KeyMarker, input.UploadIdMarker);
    const { uploads, commonPrefixes, truncated, last } = take(rest, input.Prefix, input.Delimiter, limit);
    return {
      Bucket: name,
      KeyMarker: encode(input.KeyMarker),
      UploadIdMarker: input.UploadIdMarker,
      Prefix: encode(input.Prefix),
      ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
      NextKeyMarker: encode(last?.key ?? ''),
      NextUploadIdMarker: last?.id ?? '',
      MaxUploads: limit,
      IsTruncated: truncated,
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(uploads.length > 0 && {
        Uploads: uploads.map((upload) => ({
          UploadId: upload.id,
          Key: encode(upload.key),
          Initiated: upload.initiated,
          StorageClass: upload.storageClass as 'STANDARD', // One of the set that uploads accept.
          Owner: bucketOwner(engine),
          Initiator: bucketOwner(engine),
          ...(upload.checksumChosen && {
            ChecksumAlgorithm: upload.checksumAlgorithm,
            ChecksumType: upload.checksumType,
          }),
        })),
      }),
      ...(commonPrefixes.length > 0 && {
        CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
      }),
    };
  },
});

/** By key and, within a key, by when they were begun. */
function afterMarkers(uploads: Upload[], keyMarker: string, idMarker: string): Upload[] {
  const sorted = uploads.sort(
    (a, b) => compareKeys(a.key, b.key) || a.initiated.getTime() - b.initiated.getTime(),
  );
  if (keyMarker === '') return sorted;
  if (idMarker !== '') {
    const marked = sorted.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
    if (marked >= 0) return sorted.slice(marked + 1);
    if (!isUploadId(idMarker) || sorted.some(({ id }) => id === idMarker)) {
      throw s3Error.invalidArgument('Invalid uploadId marker', 'upload-id-marker', idMarker);
    }
    // It was completed or aborted since: a client that aborts page by page must not miss the others of its key.
    return sorted.filter(({ key }) => compareKeys(key, keyMarker) >= 0);
  }
  return sorted.filter(({ key }) => compareKeys(key, keyMarker) > 0);
}

function take(uploads: Upload[], prefix: string, delimiter: string | undefined, limit: number) {
  const keys = new SortedKeys();
  for (const { key } of uploads) keys.add(key);
  const taken: Upload[] = [];
  const commonPrefixes: string[] = [];
  let last: { key: string; id: string } | undefined;
  for (const entry of walk(keys, { prefix, delimiter, after: undefined, visible: () => true })) {
    const found = 'key' in entry ? uploads.filter(({ key }) => key === entry.key) : [entry.commonPrefix];
    for (const each of found) {
      if (taken.length + commonPrefixes.length === limit) {
        return { uploads: taken, commonPrefixes, truncated: true, last };
      }
      if (typeof each === 'string') commonPrefixes.push(each);
      else taken.push(each);
      last = typeof each === 'string' ? { key: each, id: '' } : each;
    }
  }
  return { uploads: taken, commonPrefixes, truncated: false, last };
}
