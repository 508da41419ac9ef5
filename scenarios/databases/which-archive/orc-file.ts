import { inflateRawSync } from 'node:zlib';
import { type Message, message, number, packedNumbers, parts, text } from './protobuf-message.ts';
import type { Answer, RangedObject } from './ranged-object.ts';

/** Field numbers and kinds are those of `orc_proto.proto`; what is read is what the archive writes and no more. */
const DATA = 1;
const LENGTH = 2;

/** What is read first: more than the postscript is long. */
const TAIL_BYTES = 256;

export interface OrcAnswer extends Answer {
  stripes: number;
}

/** The footer tells the stripes, their footers the streams: those of two columns are fetched and read. */
export async function askOrc(file: RangedObject, country: string): Promise<OrcAnswer> {
  const tail = await file.read(Math.max(0, file.size - TAIL_BYTES), file.size);
  const postscriptLength = tail[tail.length - 1] ?? 0;
  const postscript = message(tail.subarray(-1 - postscriptLength, -1));
  const footerEnd = file.size - 1 - postscriptLength;
  const footer = message(unpack(await file.read(footerEnd - number(postscript, 1), footerEnd)));

  const root = message(parts(footer, 4)[0] ?? Buffer.alloc(0));
  const children = packedNumbers(root, 2);
  const names = parts(root, 3).map(text);
  const column = (name: string): number => children[names.indexOf(name)] ?? -1;

  const answer = { orders: 0, sum: 0n, stripes: 0 };
  for (const stripe of parts(footer, 3).map(message)) {
    const streams = await streamsOf(file, stripe);
    const countries = streams(column('shippingCountry'));
    const lengths = runLengths(await countries(LENGTH));
    const names = await countries(DATA);
    const totals = varints(await streams(column('total'))(DATA));
    let at = 0;
    for (const length of lengths) {
      const total = totals.next().value ?? 0n;
      if (names.toString('utf8', at, at + length) === country) {
        answer.orders += 1;
        answer.sum += total;
      }
      at += length;
    }
    answer.stripes += 1;
  }
  return answer;
}

/** The streams of a stripe, by column and kind; each is fetched when it is asked for. */
async function streamsOf(file: RangedObject, stripe: Message) {
  const [offset, index, data, footerLength] = [1, 2, 3, 4].map((field) => number(stripe, field));
  const begin = (offset ?? 0) + (index ?? 0);
  const footerAt = begin + (data ?? 0);
  const footer = message(unpack(await file.read(footerAt, footerAt + (footerLength ?? 0))));
  let at = begin;
  const places = parts(footer, 1)
    .map(message)
    .map((stream) => {
      const place = { kind: number(stream, 1), column: number(stream, 2), begin: at };
      at += number(stream, 3);
      return { ...place, end: at };
    });
  return (column: number) =>
    async (kind: number): Promise<Buffer> => {
      const place = places.find((each) => each.column === column && each.kind === kind);
      return place === undefined ? Buffer.alloc(0) : unpack(await file.read(place.begin, place.end));
    };
}

/** "Compression" of the specification, with ZLIB: chunks behind three bytes of length, the lowest bit for "as it was". */
function unpack(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.readUIntLE(at, 3);
    const chunk = bytes.subarray(at + 3, at + 3 + (header >> 1));
    chunks.push(header & 1 ? chunk : inflateRawSync(chunk));
    at += 3 + chunk.length;
  }
  return Buffer.concat(chunks);
}

/** Integer run length encoding, version 1, unsigned. */
function* runLengths(bytes: Buffer): Generator<number> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let weight = 1; ; weight *= 0x80) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const control = bytes.readInt8(at++);
    if (control < 0) {
      for (let left = -control; left > 0; left -= 1) yield varint();
    } else {
      const delta = bytes.readInt8(at++);
      const first = varint();
      for (let index = 0; index < control + 3; index += 1) yield first + index * delta;
    }
  }
}

/** Zigzag, of any length: the unscaled values of decimals. */
function* varints(bytes: Buffer): Generator<bigint> {
  for (let at = 0; at < bytes.length; ) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    yield value & 1n ? -(value >> 1n) - 1n : value >> 1n;
  }
}
