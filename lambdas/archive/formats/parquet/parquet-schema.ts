import type { ParquetWriter } from 'hyparquet-writer';
import type { ColumnType, StructType } from '../column-type.ts';

export type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

type Repetition = 'REQUIRED' | 'OPTIONAL';

/** The elements of a Parquet schema, depth first: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md */
export function parquetSchema(schema: StructType): SchemaElement[] {
  return [
    { name: 'root', num_children: schema.fields.length },
    ...schema.fields.flatMap((field) => elements(field.name, field.type, 'OPTIONAL')),
  ];
}

function elements(name: string, type: ColumnType, repetition_type: Repetition): SchemaElement[] {
  const own = { name, repetition_type };
  switch (type.kind) {
    case 'boolean':
      return [{ ...own, type: 'BOOLEAN' }];
    case 'int':
      return [{ ...own, type: 'INT32' }];
    case 'long':
      return [{ ...own, type: 'INT64' }];
    case 'double':
      return [{ ...own, type: 'DOUBLE' }];
    case 'string':
      return [{ ...own, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
    case 'binary':
      return [{ ...own, type: 'BYTE_ARRAY' }];
    case 'date':
      return [{ ...own, type: 'INT32', converted_type: 'DATE' }];
    case 'timestamp':
      return [{ ...own, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }];
    case 'decimal':
      return [decimal(own, type)];
    case 'struct':
      return [
        { ...own, num_children: type.fields.length },
        ...type.fields.flatMap((field) => elements(field.name, field.type, 'OPTIONAL')),
      ];
    case 'list':
      return [
        { ...own, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elements('element', type.items, 'OPTIONAL'),
      ];
    case 'map':
      return [
        { ...own, converted_type: 'MAP', num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        ...elements('key', type.keys, 'REQUIRED'),
        ...elements('value', type.values, 'OPTIONAL'),
      ];
  }
}

/** Up to 18 digits fit 64 bits. */
const MAX_INT64_PRECISION = 18;

/**
 * Beyond 64 bits, the unscaled value in two's complement, in as many bytes as the precision needs. Not BYTE_ARRAY: the
 * library writes zero as no bytes at all there, and Arrow and Java refuse a file with such a value.
 */
function decimal(
  own: { name: string; repetition_type: Repetition },
  { precision, scale }: { precision: number; scale: number },
): SchemaElement {
  const element = { ...own, converted_type: 'DECIMAL', precision, scale } as const;
  if (precision <= MAX_INT64_PRECISION) return { ...element, type: 'INT64' };
  return { ...element, type: 'FIXED_LEN_BYTE_ARRAY', type_length: bytesOfPrecision(precision) };
}

function bytesOfPrecision(precision: number): number {
  const bits = (10n ** BigInt(precision) - 1n).toString(2).length + 1;
  return Math.ceil(bits / 8);
}
