import { Bytes } from './bytes.ts';

/** A field of a protobuf message: its number and a value. Undefined values are left out. */
export type ProtobufField = readonly [number, ProtobufValue | readonly ProtobufValue[] | undefined];
type ProtobufValue = number | string | Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Just enough of the protobuf wire format for ORC's metadata: varints, text, nested messages, repeated fields. */
export function protobufMessage(fields: readonly ProtobufField[]): Buffer {
  const out = new Bytes();
  for (const [number, value] of fields) {
    if (value === undefined) continue;
    for (const single of isList(value) ? value : [value]) writeField(out, number, single);
  }
  return Buffer.from(out.view());
}

/** A packed repeated field of varints. */
export function packed(values: readonly number[]): Buffer {
  const out = new Bytes();
  for (const value of values) out.unsignedVarint(value);
  return Buffer.from(out.view());
}

function writeField(out: Bytes, number: number, value: ProtobufValue): void {
  if (typeof value === 'number') {
    out.unsignedVarint(number * 8 + VARINT);
    out.unsignedVarint(value);
    return;
  }
  const content = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  out.unsignedVarint(number * 8 + LENGTH_DELIMITED);
  out.unsignedVarint(content.length);
  out.bytes(content);
}

function isList(value: ProtobufValue | readonly ProtobufValue[]): value is readonly ProtobufValue[] {
  return Array.isArray(value);
}
