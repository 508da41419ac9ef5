import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumAlgorithm, checksumInput, checksumMembers, sentChecksum } from '../checksums/members.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { findUpload } from '../find-upload.ts';
import { partNumber, uploadInput } from '../inputs.ts';
import { keepPart } from '../keep-part.ts';
import { quote } from '../naming.ts';
import { objectOf } from '../resource-arns.ts';
import { bodyInput } from '../sent-body.ts';
import { receiveBody } from '../store/receive.ts';

export const uploadPart = operation('s3', 'UploadPart', {
  resource: objectOf,
  input: z.object({
    ...uploadInput,
    ...checksumInput,
    PartNumber: partNumber,
    ChecksumAlgorithm: checksumAlgorithm.optional(),
    ContentMD5: z.string().optional(),
    Body: bodyInput,
  }),
  async run(engine: S3Engine, input) {
    const upload = findUpload(engine, input);
    const checksum = sentChecksum(input);
    const received = await receiveBody(engine, input.Body, {
      contentMd5: input.ContentMD5,
      checksum,
      algorithm: upload.checksumAlgorithm,
    });
    if (upload.checksumChosen && received.checksum.algorithm !== upload.checksumAlgorithm) {
      await engine.files.remove([received.segment]);
      throw s3Error.invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${received.checksum.algorithm.toLowerCase()}`,
      );
    }
    const part = await keepPart(engine, upload, input.PartNumber, received);
    return { ETag: quote(part.etag), ...checksumMembers(part.checksum), ...upload.encryption };
  },
});
