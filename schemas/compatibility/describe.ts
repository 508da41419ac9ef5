import type { AvroSchema } from './avro-schema.ts';

/** A schema in a few words, for a reason that a person reads. */
export function describe(schema: AvroSchema): string {
  switch (schema.kind) {
    case 'primitive':
      return schema.decimal ? `decimal(${schema.decimal.precision}, ${schema.decimal.scale})` : schema.name;
    case 'record':
      return `record ${schema.name}`;
    case 'enum':
      return `enum ${schema.name} {${schema.symbols.join(', ')}}`;
    case 'fixed':
      return schema.decimal
        ? `decimal(${schema.decimal.precision}, ${schema.decimal.scale}) in fixed ${schema.name}(${schema.size})`
        : `fixed ${schema.name}(${schema.size})`;
    case 'array':
      return `array of ${describe(schema.items)}`;
    case 'map':
      return `map of ${describe(schema.values)}`;
    case 'union':
      return `union of ${schema.branches.map(describe).join(' | ')}`;
  }
}
