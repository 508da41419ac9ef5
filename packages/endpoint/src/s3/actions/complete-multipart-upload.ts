import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import {
  type ChecksumMembers,
  type ChecksumType,
  checksumInput,
  checksumMembers,
  checksumType,
  type StoredChecksum,
  sentChecksum,
} from '../checksums/members.ts';
import {
  checkNoConflict,
  checkWriteConditions,
  conflict,
  type WriteConditions,
  writeConditionInput,
} from '../conditions.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { findUpload } from '../find-upload.ts';
import { partNumber, uploadInput } from '../inputs.ts';
import { quote } from '../naming.ts';
import { objectOf } from '../resource-arns.ts';
import { chooseParts, multipartChecksum, multipartEtag } from '../store/assemble.ts';
import { commitObject } from '../store/commit.ts';
import type { Upload } from '../store/uploads.ts';
import { flat } from '../wire/xml-shape.ts';

const completedPart = z.strictObject({
  ...checksumInput,
  ETag: z.string(),
  PartNumber: partNumber,
});

export const completedUpload = z.strictObject({ Parts: flat('Part', completedPart).default([]) });

export const completeMultipartUpload = operation('s3', 'CompleteMultipartUpload', {
  resource: objectOf,
  input: z.object({
    ...uploadInput,
    ...writeConditionInput,
    ...checksumInput,
    ChecksumType: checksumType.optional(),
    MpuObjectSize: integer.optional(),
    MultipartUpload: completedUpload.default({ Parts: [] }),
  }),
  async run(engine: S3Engine, input) {
    const upload = findUpload(engine, input);
    checkWriteConditions(engine.objects.current(upload.bucket, upload.key), input, upload.key);
    checkUndisturbed(upload, input);
    const mode = upload.checksumChosen ? upload.checksumType : 'null';
    if (input.ChecksumType !== undefined && input.ChecksumType !== mode) {
      throw s3Error.invalidRequest(
        `The upload was created using the ${mode} checksum mode. The complete request must use the same checksum mode.`,
      );
    }
    const parts = chooseParts(engine, upload, input.MultipartUpload.Parts);
    const size = parts.reduce((sum, { segment }) => sum + segment.size, 0);
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
      throw s3Error.invalidRequest(
        `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
      );
    }
    const checksum = await multipartChecksum(engine, upload, parts);
    if (!isAsSent(checksum, input)) throw s3Error.badDigest(checksum.algorithm.toLowerCase());

    // Read again: another request may have completed, aborted or conflicted while the checksum was computed.
    const target = findBucket(engine, input);
    checkUndisturbed(findUpload(engine, input), input);
    checkNoConflict(engine.objects.current(target.name, upload.key), input, upload.key);
    const used = new Set(parts.map(({ segment }) => segment.file));
    const unused = engine.uploads.parts(upload.id).filter(({ segment }) => !used.has(segment.file));
    engine.uploads.remove(upload.id);
    engine.discard(unused.map(({ segment }) => segment));
    const object = commitObject(engine, target, 'ObjectCreated:CompleteMultipartUpload', {
      key: upload.key,
      size,
      etag: multipartEtag(parts),
      segments: parts.map(({ segment }) => segment),
      headers: upload.headers,
      metadata: upload.metadata,
      tags: upload.tags,
      encryption: upload.encryption,
      storageClass: upload.storageClass,
      checksum,
      parts: parts.map(({ number, segment, checksum: own }) => ({
        number,
        size: segment.size,
        checksum: own,
      })),
    });
    return {
      Location: `${engine.context.url()}/${upload.bucket}/${encodeURIComponent(upload.key).replaceAll('%2F', '/')}`,
      Bucket: upload.bucket,
      Key: upload.key,
      ETag: quote(object.etag),
      ...checksumMembers(checksum),
      ChecksumType: checksum.type,
      ...object.encryption,
      ...(versioningOf(target) === 'Enabled' && { VersionId: object.versionId }),
    };
  },
});

/** A client that sets a condition must learn of objects that came and went since the upload began. */
function checkUndisturbed(upload: Upload, conditions: WriteConditions): void {
  const conditional = conditions.IfMatch !== undefined || conditions.IfNoneMatch !== undefined;
  if (conditional && upload.disturbed) throw conflict(conditions, upload.key);
}

/** A checksum that is not declared to cover the full object is taken for a composite one. */
function isAsSent(
  checksum: StoredChecksum,
  input: ChecksumMembers & { ChecksumType?: ChecksumType | undefined },
): boolean {
  const sent = sentChecksum(input);
  if (sent === undefined) return true;
  // Of CRC64NVME there is no other.
  const type = input.ChecksumType ?? (sent.algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  return type === checksum.type && sent.algorithm === checksum.algorithm && sent.value === checksum.value;
}
