/** An Avro schema as the compatibility rules see it: names in full, references resolved (so it may be a cycle). */
export type AvroSchema =
  | Primitive
  | RecordSchema
  | EnumSchema
  | FixedSchema
  | ArraySchema
  | MapSchema
  | UnionSchema;

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** The one logical type with a rule of its own in schema resolution. */
export interface Decimal {
  precision: number;
  scale: number;
}

export interface Primitive {
  kind: 'primitive';
  name: PrimitiveName;
  decimal?: Decimal;
}

export interface RecordSchema {
  kind: 'record';
  name: string;
  aliases: string[];
  fields: Field[];
}

export interface Field {
  name: string;
  aliases: string[];
  type: AvroSchema;
  hasDefault: boolean;
}

export interface EnumSchema {
  kind: 'enum';
  name: string;
  aliases: string[];
  symbols: string[];
  default?: string;
}

export interface FixedSchema {
  kind: 'fixed';
  name: string;
  aliases: string[];
  size: number;
  decimal?: Decimal;
}

export interface ArraySchema {
  kind: 'array';
  items: AvroSchema;
}

export interface MapSchema {
  kind: 'map';
  values: AvroSchema;
}

export interface UnionSchema {
  kind: 'union';
  branches: AvroSchema[];
}
