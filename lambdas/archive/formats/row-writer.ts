/** What every format of an archive is written through. Rows are objects of the fields of a `StructType`. */
export interface RowWriter {
  /** Rows taken so far. */
  readonly rows: number;
  /** Takes one row. Throws RowError, with nothing taken, when it does not fit the schema. */
  write(row: object): void;
  /** Writes what is held in memory, even where a writer would still wait for more. */
  flush(): void;
  /** Writes what is left, and what the file ends with. Without it the file cannot be read. */
  close(): void;
}

/** Takes the next bytes of a file, in order. They are the taker's to keep. */
export type Sink = (bytes: Uint8Array) => void;
