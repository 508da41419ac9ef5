import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checksumAlgorithm, checksumInput, checksumMembers, sentChecksum } from '../checksums/members.ts';
import { checkNoConflict, checkWriteConditions, writeConditionInput } from '../conditions.ts';
import { versioningOf } from '../configurations/versioning.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { keyInput } from '../inputs.ts';
import { checkKey, quote } from '../naming.ts';
import { readSettings, settingsInput } from '../object-settings.ts';
import { objectOf } from '../resource-arns.ts';
import { bodyInput } from '../sent-body.ts';
import { commitObject } from '../store/commit.ts';
import { receiveBody } from '../store/receive.ts';

export const putObject = operation('s3', 'PutObject', {
  resource: objectOf,
  input: z.object({
    ...keyInput,
    ...settingsInput,
    ...writeConditionInput,
    ...checksumInput,
    ChecksumAlgorithm: checksumAlgorithm.optional(),
    ContentMD5: z.string().optional(),
    Body: bodyInput,
  }),
  async run(engine: S3Engine, input, request) {
    const bucket = findBucket(engine, input);
    checkKey(input.Key);
    const settings = await readSettings(engine, bucket, input);
    checkWriteConditions(engine.objects.current(bucket.name, input.Key), input, input.Key);
    const checksum = sentChecksum(input);
    const overTheWire = request.id !== undefined;
    if (overTheWire && input.ChecksumAlgorithm && !checksum && input.Body.announced === undefined) {
      throw s3Error.invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }

    const received = await receiveBody(engine, input.Body, {
      contentMd5: input.ContentMD5,
      checksum,
      algorithm: input.ChecksumAlgorithm ?? 'CRC64NVME',
    });
    try {
      // The bucket, its settings and the object may have changed while the body came in.
      const target = findBucket(engine, input);
      checkNoConflict(engine.objects.current(target.name, input.Key), input, input.Key);
      const { encryption, versionId } = commitObject(engine, target, 'ObjectCreated:Put', {
        ...settings,
        key: input.Key,
        size: received.segment.size,
        etag: received.md5,
        segments: [received.segment],
        checksum: { ...received.checksum, type: 'FULL_OBJECT' },
        parts: undefined,
      });
      return {
        ETag: quote(received.md5),
        ...checksumMembers(received.checksum),
        ChecksumType: 'FULL_OBJECT' as const,
        ...encryption,
        ...(versioningOf(target) === 'Enabled' && { VersionId: versionId }),
      };
    } catch (error) {
      await engine.files.remove([received.segment]);
      throw error;
    }
  },
});
