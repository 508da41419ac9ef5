import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { ArchivedFile } from '../contract.ts';
import { ArchiveError } from '../errors.ts';
import { readAvroContainer } from '../formats/avro-container/avro-container-reader.ts';

/**
 * Reads a file of an archive from end to end and compares it with what its manifest says: length and SHA-256 of every
 * file, and of an Avro container every block and the number of rows. Memory holds one block.
 *
 * @throws ArchiveError `missing`, `truncated` or `tampered`, naming the file
 */
export async function verifyFile(
  s3: S3Client,
  Bucket: string,
  folder: string,
  file: ArchivedFile,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }

  const chunks = counted(await open(s3, Bucket, folder + file.name));
  let rows = 0;
  if (file.format === 'avro') rows = await namingFile(file.name, () => count(readAvroContainer(chunks)));
  else await count(chunks);

  if (bytes < file.bytes) throw fault('truncated', file.name, 'is shorter than its manifest says');
  if (hash.digest('hex') !== file.sha256) throw fault('tampered', file.name, 'is not what was written');
  if (file.format === 'avro' && rows !== file.rows) {
    throw fault('tampered', file.name, 'does not hold as many rows as its manifest says');
  }
}

async function open(s3: S3Client, Bucket: string, Key: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    // In Node the SDK's body is a Readable, which iterates over Buffers.
    return Body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (cause instanceof NoSuchKey) throw fault('missing', Key, 'is not there');
    throw cause;
  }
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
}

async function namingFile<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new ArchiveError(error.code, `${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function fault(code: 'missing' | 'truncated' | 'tampered', name: string, problem: string): ArchiveError {
  return new ArchiveError(code, `${name} ${problem}`);
}
