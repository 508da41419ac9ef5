import { rowChecker } from '../check-row.ts';
import type { ColumnType, StructType } from '../column-type.ts';
import type { RowWriter, Sink } from '../row-writer.ts';
import { type Column, createColumn } from './columns.ts';
import { compress, type OrcCompression } from './compression.ts';
import { fileFooter, MAGIC, postScript, type Stream, type Stripe, stripeFooter } from './metadata.ts';

export interface OrcWriterOptions {
  schema: StructType;
  compression?: OrcCompression;
  /** Rows held in memory before a stripe is written; 10,000 by default. */
  stripeRows?: number;
  /** Stands in the file's footer for who reads it. */
  metadata?: Readonly<Record<string, string>>;
  sink: Sink;
}

/**
 * Writes an ORC file (specification v1, https://orc.apache.org/specification/ORCv1/) row by row: direct encodings with
 * run lengths of version 1, no row index. Memory holds one stripe.
 */
export class OrcWriter implements RowWriter {
  readonly #schema: StructType;
  readonly #compression: OrcCompression;
  readonly #stripeRows: number;
  readonly #userMetadata: Readonly<Record<string, string>>;
  readonly #sink: Sink;
  readonly #check: (row: unknown) => void;
  readonly #root: Column;
  readonly #columns: number;
  readonly #stripes: Stripe[] = [];
  #offset = 0;
  #rowsInStripe = 0;
  #rows = 0;

  constructor(options: OrcWriterOptions) {
    this.#schema = options.schema;
    this.#compression = options.compression ?? 'zlib';
    this.#stripeRows = options.stripeRows ?? 10_000;
    this.#userMetadata = options.metadata ?? {};
    this.#sink = options.sink;
    this.#check = rowChecker(options.schema, refusal);
    let columns = 0;
    this.#root = createColumn(options.schema, () => columns++);
    this.#columns = columns;
    this.#emit(Buffer.from(MAGIC));
  }

  get rows(): number {
    return this.#rows;
  }

  write(row: object): void {
    this.#check(row);
    this.#root.write(row);
    this.#rows += 1;
    this.#rowsInStripe += 1;
    if (this.#rowsInStripe >= this.#stripeRows) this.flush();
  }

  close(): void {
    this.flush();
    const footer = compress(
      this.#compression,
      fileFooter({
        schema: this.#schema,
        stripes: this.#stripes,
        contentLength: this.#offset - MAGIC.length,
        rows: this.#rows,
        statistics: this.#root.statistics(),
        userMetadata: this.#userMetadata,
      }),
    );
    this.#emit(footer);
    const last = postScript(this.#compression, footer.length);
    this.#emit(last);
    this.#emit(Buffer.of(last.length));
  }

  flush(): void {
    if (this.#rowsInStripe === 0) return;
    const offset = this.#offset;
    const streams: Stream[] = this.#root.streams().map(({ kind, column, content }) => {
      const packed = compress(this.#compression, content);
      this.#emit(packed);
      return { kind, column, length: packed.length };
    });
    const dataLength = this.#offset - offset;
    const footer = compress(this.#compression, stripeFooter(streams, this.#columns));
    this.#emit(footer);
    this.#stripes.push({ offset, dataLength, footerLength: footer.length, rows: this.#rowsInStripe });
    this.#root.clear();
    this.#rowsInStripe = 0;
  }

  #emit(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#offset += bytes.length;
    this.#sink(bytes);
  }
}

/**
 * Readers take a second off every negative time that has a fraction, and cannot know it of the last second of 1969,
 * whose seconds are written as zero: what cannot be read back is not written.
 */
function refusal(type: ColumnType, value: unknown): string | undefined {
  if (type.kind !== 'timestamp') return undefined;
  const milliseconds = value instanceof Date ? value.getTime() : Number(value);
  return milliseconds > -1000 && milliseconds < 0
    ? 'is a fraction in the last second of 1969, which ORC cannot hold'
    : undefined;
}
