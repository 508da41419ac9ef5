import { coreError } from '../../core/errors.ts';
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  createDigest,
  hashDigest,
} from '../checksums/digest.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import type { SentBody } from '../sent-body.ts';
import type { Segment } from './body-files.ts';

/** The most that one put or one part may hold: 5 GiB. */
const MAX_BODY_BYTES = 5 * 1024 ** 3;
const CHECKSUM_BYTES: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

export interface Expected {
  contentMd5: string | undefined;
  /** As sent before the body. */
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined;
  /** What to compute where no checksum is sent. */
  algorithm: ChecksumAlgorithm;
}

export interface Received {
  segment: Segment;
  /** MD5 in hexadecimal: the ETag. */
  md5: string;
  checksum: { algorithm: ChecksumAlgorithm; value: string };
}

/** Takes a body in, hashing it on its way to the disk. What is not as its sender said leaves nothing behind. */
export async function receiveBody(engine: S3Engine, body: SentBody, expected: Expected): Promise<Received> {
  if ((body.length ?? 0) > MAX_BODY_BYTES) throw s3Error.entityTooLarge(MAX_BODY_BYTES);
  checkForm(expected);
  const algorithm = expected.checksum?.algorithm ?? announcedAlgorithm(body) ?? expected.algorithm;
  const md5 = hashDigest('MD5');
  const digest = createDigest(algorithm);
  const sha256 = body.sha256 === undefined ? undefined : hashDigest('SHA256');
  let size = 0;

  const segment = await engine.files.write(body.bytes, (chunk) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw s3Error.entityTooLarge(MAX_BODY_BYTES);
    md5.update(chunk);
    digest.update(chunk);
    sha256?.update(chunk);
  });

  try {
    const received = { md5: md5.value(), checksum: digest.value(), sha256: sha256?.value() };
    if (body.length !== undefined && size !== body.length) throw s3Error.incompleteBody();
    if (received.sha256 !== undefined && toHex(received.sha256) !== body.sha256) {
      throw s3Error.contentSha256Mismatch();
    }
    if (expected.contentMd5 !== undefined && received.md5 !== expected.contentMd5) {
      throw s3Error.badMd5(expected.contentMd5, received.md5);
    }
    const wanted = expected.checksum?.value ?? announcedValue(body);
    if (wanted !== undefined && received.checksum !== wanted) throw s3Error.badDigest(algorithm);
    return { segment, md5: toHex(received.md5), checksum: { algorithm, value: received.checksum } };
  } catch (error) {
    await engine.files.remove([segment]);
    throw error;
  }
}

function checkForm({ contentMd5, checksum }: Expected): void {
  if (contentMd5 !== undefined && Buffer.from(contentMd5, 'base64').length !== 16)
    throw s3Error.invalidDigest(contentMd5);
  if (checksum === undefined) return;
  if (Buffer.from(checksum.value, 'base64').length !== CHECKSUM_BYTES[checksum.algorithm]) {
    throw s3Error.invalidRequest(
      `Value for x-amz-checksum-${checksum.algorithm.toLowerCase()} header is invalid.`,
    );
  }
}

function announcedAlgorithm({ announced }: SentBody): ChecksumAlgorithm | undefined {
  if (announced === undefined) return undefined;
  const found = CHECKSUM_ALGORITHMS.find(
    (algorithm) => announced === `x-amz-checksum-${algorithm.toLowerCase()}`,
  );
  if (found === undefined) throw coreError.notImplemented('s3', `the trailer ${announced.slice(0, 60)}`);
  return found;
}

function announcedValue({ announced, trailers }: SentBody): string | undefined {
  if (announced === undefined) return undefined;
  const value = trailers?.get(announced);
  if (value === undefined) throw s3Error.malformedTrailer();
  return value;
}

function toHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
