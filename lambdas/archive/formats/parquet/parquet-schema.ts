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

/** Up to 18 digits fit 64 bits; beyond, the bytes of the unscaled value. */
const LARGEST_INT64_PRECISION = 18;

function decimal(
  own: { name: string; repetition_type: Repetition },
  { precision, scale }: { precision: number; scale: number },
): SchemaElement {
  const type = precision <= LARGEST_INT64_PRECISION ? 'INT64' : 'BYTE_ARRAY';
  return { ...own, type, converted_type: 'DECIMAL', precision, scale };
}
