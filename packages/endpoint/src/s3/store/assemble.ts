import { createHash } from 'node:crypto';
import { createDigest } from '../checksums/digest.ts';
import { type ChecksumMembers, type StoredChecksum, sentChecksum } from '../checksums/members.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { unquote } from '../naming.ts';
import type { Upload, UploadedPart } from './uploads.ts';

/** Every part but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MIN_PART_BYTES = 5 * 1024 * 1024;

interface ListedPart extends ChecksumMembers {
  PartNumber: number;
  ETag: string;
}

/** The parts that a completion lists, in its order, each as it was uploaded. */
export function chooseParts(engine: S3Engine, upload: Upload, listed: readonly ListedPart[]): UploadedPart[] {
  if (listed.length === 0) throw s3Error.invalidRequest('You must specify at least one part');
  const inOrder = listed.every((part, index) => part.PartNumber > (listed[index - 1]?.PartNumber ?? 0));
  if (!inOrder) throw s3Error.invalidPartOrder(upload.id);
  const parts = listed.map((wanted) => {
    const part = engine.uploads.part(upload.id, wanted.PartNumber);
    if (part === undefined || part.etag !== unquote(wanted.ETag) || !hasChecksum(upload, part, wanted)) {
      throw s3Error.invalidPart({
        UploadId: upload.id,
        PartNumber: wanted.PartNumber,
        ETag: unquote(wanted.ETag),
      });
    }
    return part;
  });
  for (const { number, segment, etag } of parts.slice(0, -1)) {
    if (segment.size < MIN_PART_BYTES) {
      throw s3Error.entityTooSmall({
        ProposedSize: segment.size,
        MinSizeAllowed: MIN_PART_BYTES,
        PartNumber: number,
        ETag: etag,
      });
    }
  }
  return parts;
}

/**
 * Whether a part has the checksum that a completion says of it. Where the upload declared no algorithm no part has
 * any, whatever was sent with it.
 */
function hasChecksum(upload: Upload, part: UploadedPart, wanted: ListedPart): boolean {
  const checksum = sentChecksum(wanted);
  const algorithm = upload.checksumAlgorithm.toLowerCase();
  if (checksum === undefined) {
    if (upload.checksumType !== 'COMPOSITE') return true;
    throw s3Error.invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${wanted.PartNumber} in the request.`,
    );
  }
  if (!upload.checksumChosen) return false;
  if (checksum.algorithm !== upload.checksumAlgorithm) {
    throw s3Error.badPartDigest(checksum.algorithm.toLowerCase(), wanted.PartNumber);
  }
  return checksum.value === part.checksum.value;
}

/** The MD5 of the parts' MD5s, and how many they were. */
export function multipartEtag(parts: readonly UploadedPart[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** A composite checksum covers the parts' checksums; that of the full object needs its bytes again. */
export async function multipartChecksum(
  engine: S3Engine,
  upload: Upload,
  parts: readonly UploadedPart[],
): Promise<StoredChecksum> {
  const { checksumAlgorithm: algorithm, checksumType: type } = upload;
  const digest = createDigest(algorithm);
  if (type === 'COMPOSITE') {
    for (const { checksum } of parts) digest.update(Buffer.from(checksum.value, 'base64'));
    return { algorithm, type, value: `${digest.value()}-${parts.length}` };
  }
  const segments = parts.map(({ segment }) => segment);
  const size = segments.reduce((sum, segment) => sum + segment.size, 0);
  for await (const chunk of engine.files.read(segments, 0, size - 1)) digest.update(chunk as Buffer);
  return { algorithm, type, value: digest.value() };
}
