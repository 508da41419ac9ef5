import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumMembers } from '../checksums/members.ts';
import { bucketOwner, type S3Engine } from '../engine.ts';
import { findUpload } from '../find-upload.ts';
import { countInput, uploadInput } from '../inputs.ts';
import { quote } from '../naming.ts';
import { objectOf } from '../resource-arns.ts';

const MAX_PARTS = 1000;

export const listParts = operation('s3', 'ListParts', {
  resource: objectOf,
  input: z.object({
    ...uploadInput,
    MaxParts: countInput('max-parts', MAX_PARTS),
    PartNumberMarker: countInput('part-number-marker', 0),
  }),
  run(engine: S3Engine, input) {
    const upload = findUpload(engine, input);
    const limit = Math.min(input.MaxParts, MAX_PARTS);
    const rest = engine.uploads.parts(upload.id).filter(({ number }) => number > input.PartNumberMarker);
    const parts = rest.slice(0, limit);
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(input.PartNumberMarker),
      NextPartNumberMarker: String(parts.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: rest.length > parts.length,
      ...(parts.length > 0 && {
        Parts: parts.map((part) => ({
          PartNumber: part.number,
          LastModified: part.modified,
          ETag: quote(part.etag),
          Size: part.segment.size,
          // A checksum that was not requested is still computed, and not returned.
          ...(upload.checksumChosen && checksumMembers(part.checksum)),
        })),
      }),
      Initiator: bucketOwner(engine),
      Owner: bucketOwner(engine),
      StorageClass: upload.storageClass as 'STANDARD', // One of the set that uploads accept.
      ...(upload.checksumChosen && {
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      }),
    };
  },
});
