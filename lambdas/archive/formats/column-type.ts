/** What a column of an archive may hold, in every columnar format. Values that it takes stand beside each. */
export type ColumnType =
  | { kind: 'boolean' } // boolean
  | { kind: 'int' } // number, 32 bits
  | { kind: 'long' } // bigint, or a number that is a safe integer
  | { kind: 'double' } // number
  | { kind: 'string' } // string
  | { kind: 'binary' } // Uint8Array
  | { kind: 'date' } // number of days since 1970-01-01
  | { kind: 'timestamp' } // Date, or epoch milliseconds; UTC
  | { kind: 'decimal'; precision: number; scale: number } // bigint, unscaled
  | { kind: 'list'; items: ColumnType } // array
  | { kind: 'map'; keys: ColumnType; values: ColumnType } // Map, or an object for string keys
  | StructType;

export interface StructType {
  kind: 'struct';
  /** In the order in which they stand in the file. */
  fields: readonly { name: string; type: ColumnType }[];
}

/** A row that does not fit the schema. `path` names the field; the value is not repeated. */
export class RowError extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`The row cannot be written: ${path === '' ? 'it' : path} ${problem}.`);
    this.name = 'RowError';
    this.path = path;
  }
}

/** What a type is made of, in the order in which they stand in a file. */
export function childrenOf(type: ColumnType): readonly ColumnType[] {
  switch (type.kind) {
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'list':
      return [type.items];
    case 'map':
      return [type.keys, type.values];
    default:
      return [];
  }
}
