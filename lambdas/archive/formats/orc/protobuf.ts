import { Bytes } from './bytes.ts';

/** A field of a protobuf message: its number and a value. Undefined values are left out. */
export type ProtobufField = readonly [number, ProtobufValue | readonly ProtobufValue[] | undefined];
type ProtobufValue = number | bigint | string | Uint8Array | Fixed64;

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

/** A `double`, of eight bytes. */
class Fixed64 {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export function double(value: number): Fixed64 {
  return new Fixed64(value);
}

/** A `sint32` or `sint64`: zigzag, so that small negative numbers stay short. */
export function signed(value: number | bigint): bigint {
  const exact = BigInt(value);
  return exact < 0n ? -exact * 2n - 1n : exact * 2n;
}

/**
 * Just enough of the protobuf wire format for ORC's metadata: varints, doubles, text, nested messages, repeated fields.
 */
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
  if (value instanceof Fixed64) {
    out.unsignedVarint(number * 8 + FIXED_64);
    out.doubleLE(value.value);
    return;
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
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
