import type { AvroSchema } from '../../../schemas/compatibility/avro-schema.ts';
import { parsingCanonicalForm } from '../../../schemas/compatibility/canonical-form.ts';

/**
 * The fingerprint of a schema as it stands in the header of a single-object encoding: little-endian, hexadecimal. Of
 * any schema of Avro 1.12, whether our codec can use it or not.
 */
export function fingerprintOf(schema: AvroSchema): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(crc64Avro(Buffer.from(parsingCanonicalForm(schema))));
  return bytes.toString('hex');
}

/**
 * CRC-64-AVRO, the 64-bit Rabin fingerprint (Avro 1.12 specification, "Schema Fingerprints"). It identifies a
 * schema by its Parsing Canonical Form, and is no protection against a deliberate collision.
 */
export function crc64Avro(bytes: Uint8Array): bigint {
  let fingerprint = EMPTY;
  for (const byte of bytes) {
    const entry = TABLE[Number((fingerprint ^ BigInt(byte)) & 0xffn)] ?? 0n;
    fingerprint = (fingerprint >> 8n) ^ entry;
  }
  return fingerprint;
}

const EMPTY = 0xc15d213aa4d7a795n;

const TABLE = Array.from({ length: 256 }, (_, index) => {
  let entry = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) entry = (entry >> 1n) ^ (entry & 1n ? EMPTY : 0n);
  return entry;
});
