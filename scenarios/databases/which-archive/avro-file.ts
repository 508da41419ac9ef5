import { inflateRawSync } from 'node:zlib';
import avro from 'avsc';
import { z } from 'zod';
import type { Answer, RangedObject } from './ranged-object.ts';

/** What is read first to know the schema, the codec and the marker that ends every block. */
const HEADER_BYTES = 16 * 1024;
const MAGIC_BYTES = 4;
const SYNC_BYTES = 16;

const METADATA = avro.Type.forSchema({ type: 'map', values: 'bytes' });
const LONG = avro.Type.forSchema('long');
const Metadata = z.looseObject({
  'avro.schema': z.instanceof(Uint8Array),
  'avro.codec': z.instanceof(Uint8Array),
});
const Order = z.looseObject({ shippingCountry: z.string(), total: z.instanceof(Buffer) });

interface Header {
  type: avro.Type;
  sync: Buffer;
  end: number;
}

/** A row has all its columns side by side, so every byte is read to look at two of them. */
export async function askAvro(file: RangedObject, country: string): Promise<Answer> {
  const bytes = await file.read(0, file.size);
  const { type, end } = headerOf(bytes);
  const answer = { orders: 0, sum: 0n };
  for (const row of rowsOf(type, bytes, end)) {
    const { shippingCountry, total } = Order.parse(row);
    if (shippingCountry !== country) continue;
    answer.orders += 1;
    answer.sum += BigInt.asIntN(total.length * 8, BigInt(`0x${total.toString('hex')}`));
  }
  return answer;
}

/** Two readers that share a file at its middle, as a cluster would: each looks for the marker behind its begin. */
export async function splitAvro(
  file: RangedObject,
): Promise<{ first: number; second: number; bytesOfSecond: number }> {
  const header = await file.read(0, Math.min(HEADER_BYTES, file.size));
  const { type, sync, end } = headerOf(header);
  const middle = Math.floor(file.size / 2);

  const before = file.bytesRead;
  const half = await file.read(middle, file.size);
  const bytesOfSecond = file.bytesRead - before + end;
  const begin = half.indexOf(sync) + SYNC_BYTES;
  const second = [...rowsOf(type, half, begin)].length;

  // The first reader goes on until the marker that the second has found.
  const rest = await file.read(end, middle + begin);
  return { first: [...rowsOf(type, rest, 0)].length, second, bytesOfSecond };
}

function headerOf(bytes: Buffer): Header {
  const { value, offset } = METADATA.decode(bytes, MAGIC_BYTES);
  const metadata = Metadata.parse(value);
  if (Buffer.from(metadata['avro.codec']).toString() !== 'deflate')
    throw new Error('Only the codec deflate is supported');
  const schema: avro.Schema = JSON.parse(Buffer.from(metadata['avro.schema']).toString());
  const end = offset + SYNC_BYTES;
  return {
    type: avro.Type.forSchema(schema, { wrapUnions: 'always' }),
    sync: bytes.subarray(offset, end),
    end,
  };
}

function* rowsOf(type: avro.Type, bytes: Buffer, begin: number): Generator<unknown> {
  let at = begin;
  while (at < bytes.length) {
    const count = LONG.decode(bytes, at);
    const size = LONG.decode(bytes, count.offset);
    const end = size.offset + Number(size.value);
    const block = inflateRawSync(bytes.subarray(size.offset, end));
    let offset = 0;
    for (let left = Number(count.value); left > 0; left -= 1) {
      const row = type.decode(block, offset);
      offset = row.offset;
      yield row.value;
    }
    at = end + SYNC_BYTES;
  }
}
