import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumMembers } from '../checksums/members.ts';
import { copySourceInput, findCopySource } from '../copy-source.ts';
import { withUsableKey } from '../encryption-key.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { findUpload } from '../find-upload.ts';
import { partNumber, uploadInput } from '../inputs.ts';
import { keepPart } from '../keep-part.ts';
import { quote } from '../naming.ts';
import type { ByteRange } from '../range.ts';
import { objectOf } from '../resource-arns.ts';
import { receiveBody } from '../store/receive.ts';

export const uploadPartCopy = operation('s3', 'UploadPartCopy', {
  resource: objectOf,
  input: z.object({
    ...uploadInput,
    ...copySourceInput,
    PartNumber: partNumber,
    CopySourceRange: z.string().optional(),
  }),
  async run(engine: S3Engine, input) {
    const upload = findUpload(engine, input);
    await withUsableKey(engine, findCopySource(engine, input).encryption);
    const source = findCopySource(engine, input);
    const { start, end } = readRange(input.CopySourceRange, source.size);
    const received = await receiveBody(
      engine,
      { bytes: engine.files.read(source.segments, start, end) },
      { contentMd5: undefined, checksum: undefined, algorithm: upload.checksumAlgorithm },
    );
    const part = await keepPart(engine, upload, input.PartNumber, received);
    return {
      CopyPartResult: {
        ETag: quote(part.etag),
        LastModified: part.modified,
        ...(upload.checksumChosen && checksumMembers(part.checksum)),
      },
      ...(source.versionId !== 'null' && { CopySourceVersionId: source.versionId }),
      ...upload.encryption,
    };
  },
});

/** Unlike a read's, this range must be whole and lie within the source. */
function readRange(range: string | undefined, size: number): ByteRange {
  if (range === undefined) return { start: 0, end: size - 1 };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (first === undefined || start > end) {
    throw s3Error.invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  }
  if (start >= size) {
    throw s3Error.invalidRequest('The specified copy range is invalid for the source object size');
  }
  if (end >= size) {
    throw s3Error.invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      range,
    );
  }
  return { start, end };
}
