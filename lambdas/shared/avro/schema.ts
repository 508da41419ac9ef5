import avro from 'avsc';
import { DecimalType } from './decimal.ts';
import { crc64Avro } from './fingerprint.ts';

/** A schema that can read and write, known by the fingerprint that stands in front of what it wrote. */
export interface AvroSchema {
  readonly json: unknown;
  readonly type: avro.Type;
  /** As it stands in the header of a single-object encoding: little-endian, hexadecimal. */
  readonly fingerprint: string;
}

export function avroSchema(json: unknown): AvroSchema {
  const type = avro.Type.forSchema(
    // forSchema's own type admits any JSON; what is not a schema it refuses when it runs.
    json as avro.Schema,
    {
      // A new object each time: forSchema keeps the names it has seen in it.
      logicalTypes: { decimal: DecimalType },
      // With 'auto', one more branch in a union changes the shape of every value of it.
      wrapUnions: 'always',
    },
  );
  return { json, type, fingerprint: fingerprintOf(type) };
}

function fingerprintOf(type: avro.Type): string {
  // schema() without options is the Parsing Canonical Form.
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(crc64Avro(Buffer.from(JSON.stringify(type.schema()))));
  return bytes.toString('hex');
}
