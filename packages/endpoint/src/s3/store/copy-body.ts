import { type ChecksumAlgorithm, createDigest, hashDigest } from '../checksums/digest.ts';
import type { StoredChecksum } from '../checksums/members.ts';
import type { S3Engine } from '../engine.ts';
import type { Segment } from './body-files.ts';
import type { StoredObject } from './object-versions.ts';

/**
 * The body of a copy, with the ETag and checksum that a plain put of the same bytes would get. Bytes are only read
 * where those are not known yet.
 */
export async function copyBody(
  engine: S3Engine,
  source: StoredObject,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ segments: Segment[]; etag: string; checksum: StoredChecksum }> {
  const wanted = algorithm ?? source.checksum?.algorithm ?? 'CRC64NVME';
  const known = source.checksum?.type === 'FULL_OBJECT' && source.checksum.algorithm === wanted;
  const segments = await engine.files.copy(source.segments);
  if (known && source.checksum !== undefined && source.parts === undefined) {
    return { segments, etag: source.etag, checksum: source.checksum };
  }
  try {
    return { segments, ...(await hash(engine, segments, source.size, wanted)) };
  } catch (error) {
    await engine.files.remove(segments);
    throw error;
  }
}

async function hash(
  engine: S3Engine,
  segments: readonly Segment[],
  size: number,
  algorithm: ChecksumAlgorithm,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const md5 = hashDigest('MD5');
  const digest = createDigest(algorithm);
  for await (const chunk of engine.files.read(segments, 0, size - 1)) {
    md5.update(chunk as Buffer);
    digest.update(chunk as Buffer);
  }
  return {
    etag: Buffer.from(md5.value(), 'base64').toString('hex'),
    checksum: { algorithm, value: digest.value(), type: 'FULL_OBJECT' },
  };
}
