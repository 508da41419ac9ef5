/** An Avro schema as the compatibility rules see it: names in full, references resolved (so it may be a cycle). */
export type AvroSchema =
  | Primitive
  | RecordSchema
  | EnumSchema
  | FixedSchema
  | ArraySchema
  | MapSchema
  | UnionSchema;

export type NamedSchema = RecordSchema | EnumSchema | FixedSchema;

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** The one logical type with a rule of its own in schema resolution. */
export interface Decimal {
  precision: number;
  scale: number;
}

/** Attributes that the specification does not reserve, such as `logicalType`: JSON as `parseJson` reads it. */
export type Properties = Readonly<Record<string, unknown>>;

export interface Primitive {
  kind: 'primitive';
  name: PrimitiveName;
  decimal?: Decimal;
  properties?: Properties;
}

export interface RecordSchema {
  kind: 'record';
  name: string;
  aliases: string[];
  fields: Field[];
  /** Declared as `error`: read and written as a record. */
  isError?: true;
  doc?: string;
  properties?: Properties;
}

export interface Field {
  name: string;
  aliases: string[];
  type: AvroSchema;
  hasDefault: boolean;
  /** JSON as `parseJson` reads it; meaningful only where there is one, because it may be null. */
  default?: unknown;
  order?: SortOrder;
  doc?: string;
  properties?: Properties;
}

export const SORT_ORDERS = ['ascending', 'descending', 'ignore'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

export interface EnumSchema {
  kind: 'enum';
  name: string;
  aliases: string[];
  symbols: string[];
  default?: string;
  doc?: string;
  properties?: Properties;
}

export interface FixedSchema {
  kind: 'fixed';
  name: string;
  aliases: string[];
  size: number;
  decimal?: Decimal;
  doc?: string;
  properties?: Properties;
}

export interface ArraySchema {
  kind: 'array';
  items: AvroSchema;
  properties?: Properties;
}

export interface MapSchema {
  kind: 'map';
  values: AvroSchema;
  properties?: Properties;
}

export interface UnionSchema {
  kind: 'union';
  branches: AvroSchema[];
}

export function isNamed(schema: AvroSchema): schema is NamedSchema {
  return schema.kind === 'record' || schema.kind === 'enum' || schema.kind === 'fixed';
}
