import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ChecksumAlgorithm } from '../checksums/digest.ts';
import {
  type ChecksumType,
  checksumAlgorithm,
  checksumType as checksumTypeInput,
} from '../checksums/members.ts';
import { findBucket, type S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { keyInput } from '../inputs.ts';
import { checkKey } from '../naming.ts';
import { readSettings, settingsInput } from '../object-settings.ts';
import { objectOf } from '../resource-arns.ts';

export const createMultipartUpload = operation('s3', 'CreateMultipartUpload', {
  resource: objectOf,
  input: z.object({
    ...keyInput,
    ...settingsInput,
    ChecksumAlgorithm: checksumAlgorithm.optional(),
    ChecksumType: checksumTypeInput.optional(),
  }),
  async run(engine: S3Engine, input) {
    const bucket = findBucket(engine, input);
    checkKey(input.Key);
    const settings = await readSettings(engine, bucket, input);
    const checksumType = decideType(input.ChecksumAlgorithm, input.ChecksumType);
    const id = engine.context.newId().replaceAll('-', '');
    engine.uploads.add({
      id,
      // It may have been deleted in the meantime.
      bucket: findBucket(engine, input).name,
      key: input.Key,
      initiated: new Date(engine.context.clock.now()),
      ...settings,
      checksumAlgorithm: input.ChecksumAlgorithm ?? 'CRC64NVME',
      checksumType,
      checksumChosen: input.ChecksumAlgorithm !== undefined,
    });
    return {
      Bucket: bucket.name,
      Key: input.Key,
      UploadId: id,
      ...settings.encryption,
      ...(input.ChecksumAlgorithm && {
        ChecksumAlgorithm: input.ChecksumAlgorithm,
        ChecksumType: checksumType,
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html, "Multipart uploads" */
function decideType(algorithm: ChecksumAlgorithm | undefined, asked: ChecksumType | undefined): ChecksumType {
  if (algorithm === undefined) {
    if (asked === undefined) return 'FULL_OBJECT';
    throw s3Error.invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const possible: ChecksumType[] =
    algorithm === 'CRC64NVME'
      ? ['FULL_OBJECT']
      : algorithm.startsWith('SHA')
        ? ['COMPOSITE']
        : ['COMPOSITE', 'FULL_OBJECT'];
  const type = asked ?? possible[0] ?? 'COMPOSITE';
  if (possible.includes(type)) return type;
  throw s3Error.invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
