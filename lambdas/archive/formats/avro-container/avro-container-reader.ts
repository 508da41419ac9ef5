import { ArchiveError } from '../../errors.ts';
import { archiveSchema } from '../../schemas/archive-schema.ts';
import { MAGIC, SYNC_BYTES } from './avro-container-writer.ts';
import { ByteSource } from './byte-source.ts';
import { type ContainerCodec, decompress, isCodec } from './codec.ts';

export interface ContainerLimits {
  headerBytes: number;
  /** Of one block, before and after decompression: a few bytes can claim to be gigabytes. */
  blockBytes: number;
}

const GENEROUS: ContainerLimits = { headerBytes: 1024 * 1024, blockBytes: 16 * 1024 * 1024 };

interface Header {
  schema: unknown;
  codec: ContainerCodec;
  sync: Buffer;
}

/**
 * The rows of an object container file, as the schema in its header reads them. Memory holds one block.
 *
 * Nothing that is not whole passes: every block must end in the sync marker of the header, hold just the rows that it
 * claims, and be followed by a block or the end. (avsc's own decoder ends without an error on a file that was cut.)
 * What was cut off between two blocks cannot be seen from within; the manifest's count and hash see it.
 *
 * @throws ArchiveError `truncated`, `tampered` or `too-large`
 */
export async function* readAvroContainer(
  chunks: AsyncIterable<Uint8Array>,
  limits: ContainerLimits = GENEROUS,
): AsyncGenerator<object> {
  const source = new ByteSource(chunks);
  const header = await readHeader(source, limits);
  const { type } = archiveSchema(header.schema);
  while (!(await source.ended())) {
    const count = await source.long();
    const size = await source.long();
    if (count < 1 || size < 0) throw tampered('a block has no rows');
    // A row may take no byte at all, so the count needs a limit of its own.
    if (size > limits.blockBytes || count > limits.blockBytes) throw tooLarge('a block');
    const content = unpack(header.codec, await source.take(size), limits.blockBytes);
    if (!(await source.take(SYNC_BYTES)).equals(header.sync)) {
      throw tampered('a block does not end in the sync marker');
    }
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      const { value, offset } = decode(() => type.decode(content, at));
      // -1 stands for a row that goes on behind the end of its block.
      if (offset < 0) throw tampered('a block holds fewer rows than it claims');
      at = offset;
      yield value;
    }
    if (at !== content.length) throw tampered('a block holds more than its rows');
  }
}

async function readHeader(source: ByteSource, limits: ContainerLimits): Promise<Header> {
  if (!(await source.take(MAGIC.length)).equals(MAGIC)) throw tampered('it is no Avro container file');
  const metadata = new Map<string, Buffer>();
  let left = limits.headerBytes;
  const text = async (): Promise<Buffer> => {
    const length = await source.long();
    left -= length;
    if (length < 0) throw tampered('its header has a negative length');
    if (left < 0) throw tooLarge('its header');
    return source.take(length);
  };
  for (let count = await source.long(); count !== 0; count = await source.long()) {
    // A negative count is followed by the size of its entries in bytes.
    if (count < 0) await source.long();
    for (let entry = 0; entry < Math.abs(count); entry += 1) {
      left -= 2;
      metadata.set((await text()).toString(), await text());
    }
  }
  const codec = metadata.get('avro.codec')?.toString() ?? 'null';
  if (!isCodec(codec)) throw tampered('its header names a codec that there is not');
  const schema = decode(() => JSON.parse(metadata.get('avro.schema')?.toString() ?? ''));
  return { schema, codec, sync: await source.take(SYNC_BYTES) };
}

function unpack(codec: ContainerCodec, content: Buffer, limit: number): Buffer {
  try {
    return decompress(codec, content, limit);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge('a block', cause);
    throw tampered('a block cannot be decompressed', cause);
  }
}

function decode<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw tampered('it does not hold what its schema says', cause);
  }
}

function tampered(problem: string, cause?: unknown): ArchiveError {
  return new ArchiveError('tampered', `the Avro container file cannot be trusted: ${problem}`, { cause });
}

function tooLarge(what: string, cause?: unknown): ArchiveError {
  return new ArchiveError(
    'too-large',
    `the Avro container file is refused: ${what} is larger than the limit`,
    {
      cause,
    },
  );
}
