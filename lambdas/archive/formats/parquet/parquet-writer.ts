import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { rowChecker } from '../check-row.ts';
import type { ColumnType, StructType } from '../column-type.ts';
import type { RowWriter, Sink } from '../row-writer.ts';
import { parquetSchema } from './parquet-schema.ts';

export interface ParquetRowWriterOptions {
  schema: StructType;
  /**
   * Rows held in memory before they are written as a row group; 5,000 by default. Twice as many make a file of
   * orders 2 % smaller, and the process that writes it 100 MB larger.
   */
  groupRows?: number;
  /** Stands in the file's footer for who reads it. */
  metadata?: Readonly<Record<string, string>>;
  sink: Sink;
}

/** Writes a Parquet file row by row, ZSTD inside. Memory holds one row group. */
export class ParquetRowWriter implements RowWriter {
  readonly #groupRows: number;
  readonly #check: (row: unknown) => void;
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #sink: Sink;
  readonly #columns: Column[];
  #buffered = 0;
  #rows = 0;

  constructor(options: ParquetRowWriterOptions) {
    this.#groupRows = options.groupRows ?? 5_000;
    this.#sink = options.sink;
    // The library drops fields that the schema lacks without a word.
    this.#check = rowChecker(options.schema);
    this.#columns = options.schema.fields.map(({ name, type }) => new Column(name, type));
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(options.schema),
      codec: 'ZSTD',
      compressors: { ZSTD: (input) => zstdCompressSync(input) },
      kvMetadata: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
      createdBy: 'modes-of-dataflow',
    });
  }

  get rows(): number {
    return this.#rows;
  }

  write(row: Readonly<Record<string, unknown>>): void {
    this.#check(row);
    for (const column of this.#columns) column.write(row[column.name]);
    this.#rows += 1;
    this.#buffered += 1;
    if (this.#buffered >= this.#groupRows) this.flush();
  }

  close(): void {
    this.flush();
    this.#writer.finish();
    this.#emit();
  }

  flush(): void {
    if (this.#buffered === 0) return;
    this.#writer.write({
      columnData: this.#columns.map((column) => column.source()),
      rowGroupSize: this.#buffered,
    });
    for (const column of this.#columns) column.clear();
    this.#buffered = 0;
    this.#emit();
  }

  /** Hands on what the library has written and lets it start a new buffer; offsets go on counting. */
  #emit(): void {
    if (this.#bytes.index === 0) return;
    this.#sink(this.#bytes.getBytes().slice());
    this.#bytes.index = 0;
  }
}

/** The values of one column until its row group is written. */
class Column {
  readonly name: string;
  readonly #convert: (value: unknown) => unknown;
  #values: unknown[] = [];
  #hasNegativeZero = false;

  constructor(name: string, type: ColumnType) {
    this.name = name;
    this.#convert = nullable(
      converter(type, () => {
        this.#hasNegativeZero = true;
      }),
    );
  }

  write(value: unknown): void {
    this.#values.push(this.#convert(value));
  }

  /** The library's dictionary takes -0 for 0, so a column with both is written without one. */
  source(): { name: string; data: unknown[]; encoding?: 'PLAIN' } {
    return {
      name: this.name,
      data: this.#values,
      ...(this.#hasNegativeZero && { encoding: 'PLAIN' }),
    };
  }

  clear(): void {
    this.#values = [];
    this.#hasNegativeZero = false;
  }
}

/** Values in the form that the library takes; the row has been checked before. */
function converter(type: ColumnType, onNegativeZero: () => void): (value: unknown) => unknown {
  switch (type.kind) {
    case 'double':
      return (value) => {
        if (Object.is(value, -0)) onNegativeZero();
        return value;
      };
    case 'long':
      return (value) => BigInt(value as number | bigint);
    case 'timestamp':
      return (value) => BigInt(value instanceof Date ? value.getTime() : (value as number));
    case 'struct': {
      const fields = type.fields.map((field) => ({
        name: field.name,
        convert: nullable(converter(field.type, onNegativeZero)),
      }));
      // A loop, and not fromEntries: structs in lists are what most of a row is made of.
      return (value) => {
        const converted: Record<string, unknown> = {};
        for (const { name, convert } of fields) {
          converted[name] = convert((value as Record<string, unknown>)[name]);
        }
        return converted;
      };
    }
    case 'list': {
      const convert = nullable(converter(type.items, onNegativeZero));
      return (value) => (value as unknown[]).map(convert);
    }
    case 'map': {
      const convertKey = converter(type.keys, onNegativeZero);
      const convertValue = nullable(converter(type.values, onNegativeZero));
      return (value) =>
        new Map(
          (value instanceof Map ? [...value] : Object.entries(value as object)).map(([key, item]) => [
            convertKey(key),
            convertValue(item),
          ]),
        );
    }
    default:
      return (value) => value;
  }
}

function nullable(convert: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => (value === null || value === undefined ? null : convert(value));
}
