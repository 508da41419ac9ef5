import avro from 'avsc';
import type { AvroSchema as ParsedSchema } from '../../../schemas/compatibility/avro-schema.ts';
import { parseAvroSchema } from '../../../schemas/compatibility/parse-avro-schema.ts';
import { DecimalType } from './decimal.ts';
import { fingerprintOf } from './fingerprint.ts';

/** A schema that can read and write, known by the fingerprint that stands in front of what it wrote. */
export interface AvroSchema {
  readonly json: unknown;
  readonly type: avro.Type;
  /** As it stands in the header of a single-object encoding: little-endian, hexadecimal. */
  readonly fingerprint: string;
}

/** @throws InvalidSchemaError, or avsc's own error */
export function avroSchema(json: unknown): AvroSchema {
  const fingerprint = fingerprintOf(parseAvroSchema(json));
  return { json, type: typeOf(json, { decimal: DecimalType }), fingerprint };
}

type LogicalTypes = Record<string, new (schema: avro.Schema, options?: object) => avro.types.LogicalType>;

/**
 * The codec of a schema.
 *
 * avsc refuses some of what Avro 1.12 admits: a default of a union that is no value of its first branch, of a long
 * beyond 2^53, of a double that is no number, aliases that are no names, a type within a type. Its defaults and aliases
 * concern readers: to read what was written with such a schema, they are left out. Where the schema is the reader's, a
 * field that the writer lacks then cannot be read, and so the compatibility gate admits no such schema of our own.
 *
 * @throws InvalidSchemaError, or avsc's own error
 */
export function typeOf(json: unknown, logicalTypes: LogicalTypes): avro.Type {
  const make = (schema: unknown) =>
    // forSchema's own type admits any JSON; what is not a schema it refuses when it runs.
    avro.Type.forSchema(schema as avro.Schema, {
      // A new object each time: forSchema keeps the names it has seen in it.
      logicalTypes,
      // With 'auto', one more branch in a union changes the shape of every value of it.
      wrapUnions: 'always',
    });
  try {
    return make(json);
  } catch {
    return make(asWriter(parseAvroSchema(json), new Set()));
  }
}

/** A schema as avsc takes it, without what only readers need. */
function asWriter(schema: ParsedSchema, written: Set<ParsedSchema>): unknown {
  if (schema.kind === 'union') return schema.branches.map((branch) => asWriter(branch, written));
  if (schema.kind === 'primitive') return { ...schema.properties, type: schema.name };
  if (schema.kind === 'array')
    return { ...schema.properties, type: 'array', items: asWriter(schema.items, written) };
  if (schema.kind === 'map')
    return { ...schema.properties, type: 'map', values: asWriter(schema.values, written) };

  const { name, properties } = schema;
  const hasNamespace = name.includes('.');
  // With a dot in front avsc does not look for it in the namespace around.
  if (written.has(schema)) return hasNamespace ? name : `.${name}`;
  written.add(schema);
  const named = { ...properties, name, ...(!hasNamespace && { namespace: '' }) };
  if (schema.kind === 'fixed') return { ...named, type: 'fixed', size: schema.size };
  if (schema.kind === 'enum') return { ...named, type: 'enum', symbols: schema.symbols };
  const fields = schema.fields.map((field) => ({ name: field.name, type: asWriter(field.type, written) }));
  return { ...named, type: 'record', fields };
}
