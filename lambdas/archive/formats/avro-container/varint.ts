/** A `long` of Avro's binary encoding: zigzag, seven bits a byte, the lowest first. */
export function encodeLong(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value) >= 0n ? BigInt(value) * 2n : BigInt(value) * -2n - 1n;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** The most bytes that a long of 64 bits takes. */
export const MAX_LONG_BYTES = 10;

/**
 * A long at the beginning of `bytes`, and how many of them it took; undefined when they end before it does. Beyond
 * 2^53 it is not exact, and then it is not a usable length or count.
 */
export function decodeLong(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let value = 0;
  let weight = 1;
  for (let end = at; end < bytes.length && end - at < MAX_LONG_BYTES; end += 1) {
    const byte = bytes[end] ?? 0;
    value += (byte & 0x7f) * weight;
    weight *= 0x80;
    if (byte < 0x80) return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, end: end + 1 };
  }
  return undefined;
}
