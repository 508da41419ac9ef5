import type avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { crc64Avro } from '../../../../../lambdas/shared/avro/fingerprint.ts';
import { avroSchema } from '../../../../../lambdas/shared/avro/schema.ts';

/** From Apache Avro's own test data, share/test/data/schema-tests.txt. */
const KNOWN: [string, bigint][] = [
  ['"null"', 7195948357588979594n],
  ['"boolean"', -6970731678124411036n],
  ['"int"', 8247732601305521295n],
  ['"long"', -3434872931120570953n],
  ['"float"', 5583340709985441680n],
  ['"double"', -8181574048448539266n],
  ['"bytes"', 5746618253357095269n],
  ['"string"', -8142146995180207161n],
];

describe('CRC-64-AVRO', () => {
  it.each(KNOWN)('gives %s the fingerprint of the specification', (canonicalForm, fingerprint) => {
    expect(BigInt.asIntN(64, crc64Avro(Buffer.from(canonicalForm)))).toBe(fingerprint);
  });

  it('starts from the fingerprint of nothing', () => {
    expect(crc64Avro(Buffer.alloc(0)).toString(16)).toBe('c15d213aa4d7a795');
  });

  it('gives "int" 7275d51a3f395c8f, which stands in a header in little-endian order', () => {
    expect(crc64Avro(Buffer.from('"int"')).toString(16)).toBe('7275d51a3f395c8f');
    expect(avroSchema('int').fingerprint).toBe('8f5c393f1ad57572');
  });

  it('does not change with documentation, which is no part of the canonical form', () => {
    const record = (doc: string): avro.Schema => ({ type: 'record', name: 'A', doc, fields: [] });
    expect(avroSchema(record('one')).fingerprint).toBe(avroSchema(record('two')).fingerprint);
  });
});
