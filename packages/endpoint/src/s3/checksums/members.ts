import { z } from 'zod';
import { s3Error } from '../errors.ts';
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from './digest.ts';

/** The members of the SDK's shapes that carry a checksum, such as `ChecksumSHA256`. */
export type ChecksumMember = `Checksum${ChecksumAlgorithm}`;
export type ChecksumMembers = { [M in ChecksumMember]?: string | undefined };

/** How a checksum covers an object: all of its bytes, or the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface StoredChecksum {
  algorithm: ChecksumAlgorithm;
  value: string;
  type: ChecksumType;
}

export const checksumInput = {
  ChecksumCRC32: z.string().optional(),
  ChecksumCRC32C: z.string().optional(),
  ChecksumCRC64NVME: z.string().optional(),
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
};

export const checksumType = z.string().transform((sent): ChecksumType => {
  if (sent === 'COMPOSITE' || sent === 'FULL_OBJECT') return sent;
  throw s3Error.invalidRequest('Value for x-amz-checksum-type header is invalid.');
});

export const checksumAlgorithm = z.string().transform((sent): ChecksumAlgorithm => {
  const known = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === sent);
  if (known !== undefined) return known;
  throw s3Error.invalidRequest(
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(', ')}]`,
  );
});

export function checksumMembers(
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined,
): ChecksumMembers {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value };
}

/** The one checksum that a request carries; S3 refuses a second one. */
export function sentChecksum(
  members: ChecksumMembers,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const sent = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = members[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (sent.length > 1) {
    throw s3Error.invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return sent[0];
}
