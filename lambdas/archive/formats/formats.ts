import type { AvroSchema } from '../../shared/avro/schema.ts';
import { AvroContainerWriter } from './avro-container/avro-container-writer.ts';
import { type Columns, columnsOf } from './columns-of-avro.ts';
import { OrcWriter } from './orc/orc-writer.ts';
import { ParquetRowWriter } from './parquet/parquet-writer.ts';
import type { RowWriter, Sink } from './row-writer.ts';

/**
 * What an archive can be written as, the strictest first. A row is asked of each in this order, so that what one
 * refuses stands in none of them: ORC refuses what Parquet does and some times, Parquet what it has no column for.
 */
export const FORMATS = ['orc', 'parquet', 'avro'] as const;
export type Format = (typeof FORMATS)[number];

export interface OpenOptions {
  schema: AvroSchema;
  metadata: Readonly<Record<string, string>>;
  sink: Sink;
}

/** A writer that takes rows as avsc reads them with `archiveSchema`. @throws ArchiveError `unsupported-schema` */
export function openFormat(format: Format, { schema, metadata, sink }: OpenOptions): RowWriter {
  if (format === 'avro') return new AvroContainerWriter({ schema, metadata, sink });
  const columns = columnsOf(schema.type);
  const options = { schema: columns.schema, metadata, sink };
  return inColumns(columns, format === 'orc' ? new OrcWriter(options) : new ParquetRowWriter(options));
}

function inColumns({ toRow }: Columns, writer: OrcWriter | ParquetRowWriter): RowWriter {
  return {
    get rows() {
      return writer.rows;
    },
    write: (value) => writer.write(toRow(value) as Record<string, unknown>),
    flush: () => writer.flush(),
    close: () => writer.close(),
  };
}
