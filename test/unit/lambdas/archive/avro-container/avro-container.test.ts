import { once } from 'node:events';
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import avro from 'avsc';
import { describe, expect, test } from 'vitest';
import { ArchiveError } from '../../../../../lambdas/archive/errors.ts';
import { readAvroContainer } from '../../../../../lambdas/archive/formats/avro-container/avro-container-reader.ts';
import { AvroContainerWriter } from '../../../../../lambdas/archive/formats/avro-container/avro-container-writer.ts';
import type { ContainerCodec } from '../../../../../lambdas/archive/formats/avro-container/codec.ts';
import { encodeLong } from '../../../../../lambdas/archive/formats/avro-container/varint.ts';
import { RowError } from '../../../../../lambdas/archive/formats/column-type.ts';
import { archiveSchema } from '../../../../../lambdas/archive/schemas/archive-schema.ts';

const JSON_SCHEMA = {
  type: 'record',
  name: 'Row',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'tier', type: { type: 'enum', name: 'Tier', symbols: ['A', 'B'], default: 'A' }, default: 'A' },
    { name: 'paid', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
  ],
};
const SCHEMA = archiveSchema(JSON_SCHEMA);
const SYNC = Buffer.from('0123456789abcdef');
const row = (index: number) => ({ id: `row ${index}`, tier: 'B', paid: Buffer.of(index % 100) });
const ROWS = Array.from({ length: 300 }, (_, index) => row(index));

describe.each(['null', 'deflate', 'zstandard'] as const)('a file with the codec %s', (codec) => {
  test('gives back every row, in many blocks', async () => {
    expect(await read(write(ROWS, { codec }))).toEqual(ROWS);
  });

  test('is read by avsc too', async () => {
    const decoder = new avro.streams.BlockDecoder({
      codecs: {
        null: (data, done) => done(null, data),
        deflate: (data, done) => done(null, inflateRawSync(data)),
        zstandard: (data, done) => done(null, zstdDecompressSync(data)),
      },
    });
    const rows: unknown[] = [];
    decoder.on('data', (each) => rows.push(each));
    decoder.end(write(ROWS, { codec }));
    await once(decoder, 'end');
    expect(rows).toEqual(ROWS);
  });
});

test('the header holds the schema as its owner wrote it, defaults of enums included', () => {
  expect(write([]).toString('latin1')).toContain(JSON.stringify(JSON_SCHEMA));
});

test('a file without rows is a file', async () => {
  expect(await read(write([]))).toEqual([]);
});

test('a row that does not fit is refused without its values, and nothing of it is taken', () => {
  const writer = new AvroContainerWriter({ schema: SCHEMA, sink: () => {} });
  const wrong = { ...row(1), tier: 'secret' };
  expect(() => writer.write(wrong)).toThrow(RowError);
  expect(() => writer.write(wrong)).toThrow(/: tier does not fit/);
  expect(() => writer.write(wrong)).not.toThrow(/secret/);
  expect(writer.rows).toBe(0);
});

test('cut anywhere, a file is refused; cut between two blocks, it lacks rows', async () => {
  const file = write(ROWS.slice(0, 40), { blockBytes: 100 });
  const ends = blockEnds(file);
  expect(ends.length).toBeGreaterThan(3);
  for (let length = 0; length < file.length; length += 1) {
    const cut = read(file.subarray(0, length));
    if (ends.includes(length)) expect((await cut).length).toBeLessThan(40);
    else await expect(cut, `cut at ${length}`).rejects.toMatchObject({ code: 'truncated' });
  }
});

describe('refused is', () => {
  const file = write(ROWS);
  const headerEnd = file.indexOf(SYNC) + SYNC.length;

  test('what is no container file', async () => {
    await expect(read(Buffer.from('PAR1 and more'))).rejects.toMatchObject({ code: 'tampered' });
  });

  test('a block whose sync marker was changed', async () => {
    const changed = Buffer.from(file);
    changed[changed.length - 1] = 0;
    await expect(read(changed)).rejects.toMatchObject({ code: 'tampered' });
  });

  test('a block that holds less than it claims, or more', async () => {
    const header = file.subarray(0, headerEnd);
    const one = SCHEMA.type.toBuffer(row(1));
    for (const count of [2, 0, -1]) {
      const claims = block(count, deflateRawSync(one));
      await expect(read(Buffer.concat([header, claims]))).rejects.toMatchObject({ code: 'tampered' });
    }
    const more = block(1, deflateRawSync(Buffer.concat([one, one])));
    await expect(read(Buffer.concat([header, more]))).rejects.toThrow(/more than its rows/);
  });

  test('a block that would become far larger than a reader is ready for', async () => {
    const bomb = block(1, deflateRawSync(Buffer.alloc(64 * 1024 * 1024)));
    const refused = read(Buffer.concat([file.subarray(0, headerEnd), bomb]));
    await expect(refused).rejects.toMatchObject({ code: 'too-large' });
  });

  test('a header that claims a length of terabytes', async () => {
    const claims = Buffer.concat([file.subarray(0, 4), encodeLong(1), encodeLong(2 ** 45)]);
    await expect(read(claims)).rejects.toMatchObject({ code: 'too-large' });
  });
});

function write(
  rows: readonly object[],
  { codec = 'deflate', blockBytes = 500 }: { codec?: ContainerCodec; blockBytes?: number } = {},
): Buffer {
  const chunks: Uint8Array[] = [];
  const sink = (chunk: Uint8Array) => void chunks.push(chunk);
  const writer = new AvroContainerWriter({ schema: SCHEMA, codec, blockBytes, sync: SYNC, sink });
  for (const each of rows) writer.write(each);
  writer.close();
  return Buffer.concat(chunks);
}

/** Read in small pieces, as a network would give them. */
async function read(file: Buffer): Promise<object[]> {
  async function* pieces() {
    for (let at = 0; at < file.length; at += 77) yield file.subarray(at, at + 77);
  }
  const rows: object[] = [];
  try {
    for await (const each of readAvroContainer(pieces())) rows.push(each);
  } catch (error) {
    expect(error).toBeInstanceOf(ArchiveError);
    throw error;
  }
  return rows;
}

function block(count: number, content: Buffer): Buffer {
  return Buffer.concat([encodeLong(count), encodeLong(content.length), content, SYNC]);
}

function blockEnds(file: Buffer): number[] {
  const ends: number[] = [];
  for (let at = file.indexOf(SYNC); at >= 0; at = file.indexOf(SYNC, at + 1)) ends.push(at + SYNC.length);
  return ends;
}
