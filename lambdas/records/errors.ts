import { ShopError } from '../shared/errors.ts';

/** Everything that can go wrong with a stored record. The row is as it was before, whichever it is. */
export type RecordErrorCode =
  /** The request or the value is not what the release's schema says. */
  | 'invalid-value'
  | 'not-found'
  /** Another writer got in first, more often than we try again; or the record exists already. */
  | 'conflict'
  /** The item would be larger than the 400 kB that DynamoDB stores. */
  | 'too-large'
  /** Neither this service nor the registry knows the schema that the row was written with. */
  | 'unknown-fingerprint'
  /** The bytes are not what the schema says: cut off, too many items claimed, a map key that is not allowed. */
  | 'malformed-record'
  /** The row is well, but this release's schema cannot read it. */
  | 'unreadable'
  /** The registry did not answer, so it is unknown whether the schema exists: retry. */
  | 'dependency-failed'
  | 'internal';

/** Its message names what was wrong and where, and never carries a value. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: RecordErrorCode;

  constructor(code: RecordErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }

  /** What is not ours yet becomes `internal`, unless the codec or the parser said what it is. */
  static from(error: unknown): RecordError {
    if (error instanceof RecordError) return error;
    if (error instanceof ShopError) {
      const code = FROM_SHOP[error.code] ?? 'internal';
      return new RecordError(code, error.message, { cause: error });
    }
    return new RecordError('internal', 'internal error; see the log', { cause: error });
  }
}

/** Runs what the codec does; what it refuses becomes an error of ours. @throws RecordError */
export function ofRecord<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw RecordError.from(error);
  }
}

const FROM_SHOP: Partial<Record<ShopError['code'], RecordErrorCode>> = {
  'bad-request': 'invalid-value',
  'malformed-event': 'malformed-record',
  'unknown-schema': 'unknown-fingerprint',
  'dependency-failed': 'dependency-failed',
  'dependency-timeout': 'dependency-failed',
  'dependency-unavailable': 'dependency-failed',
};
