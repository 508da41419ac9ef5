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
  const hashed =
    known && source.checksum !== undefined && source.parts === undefined
      ? { etag: source.etag, checksum: source.checksum }
      : await hash(engine, source, wanted);
  const segments: Segment[] = [];
  try {
    for (const segment of source.segments) segments.push(await engine.files.copy(segment));
  } catch (error) {
    await engine.files.remove(segments);
    throw error;
  }
  return { segments, ...hashed };
}

async function hash(
  engine: S3Engine,
  source: StoredObject,
  algorithm: ChecksumAlgorithm,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const md5 = hashDigest('MD5');
  const digest = createDigest(algorithm);
  for await (const chunk of engine.files.read(source.segments, 0, source.size - 1)) {
    md5.update(chunk as Buffer);
    digest.update(chunk as Buffer);
  }
  return {
    etag: Buffer.from(md5.value(), 'base64').toString('hex'),
    checksum: { algorithm, value: digest.value(), type: 'FULL_OBJECT' },
  };
}
