/** Everything that can go wrong with an archive as a whole. What is wrong with single rows stands in its side file. */
export type ArchiveErrorCode =
  | 'bad-request'
  | 'unknown-subject'
  /** No table of that name, or not readable by the archive. */
  | 'unknown-table'
  /** A schema that the columns of Parquet and ORC cannot hold, such as a record within itself. */
  | 'unsupported-schema'
  /** It ends before it is whole. */
  | 'truncated'
  /** It is not what was written: bytes changed, or it never was such a file. */
  | 'tampered'
  /** A reader would have to hold more than it is ready to. */
  | 'too-large'
  | 'missing';

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
