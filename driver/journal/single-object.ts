/** Avro's single-object encoding: a marker, the fingerprint of the writer's schema, the body (Avro 1.12). */
const MARKER = 'c301';
const HEADER_BYTES = 10;

/** Fingerprint of the writer's schema, in hexadecimal. Undefined when the data has another encoding. */
export function fingerprintOf(data: Buffer): string | undefined {
  if (data.length < HEADER_BYTES || data.toString('hex', 0, 2) !== MARKER) return undefined;
  return data.toString('hex', 2, HEADER_BYTES);
}

/** What follows the header. */
export function bodyOf(data: Buffer): Buffer {
  return data.subarray(HEADER_BYTES);
}
