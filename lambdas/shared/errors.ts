/** Everything that can go wrong in the shop, said so that a caller can act on it. */
export type ShopErrorCode =
  | 'bad-request'
  | 'not-found'
  | 'conflict'
  | 'payload-too-large'
  | 'unsupported-media-type'
  /** A service that we need answered with an error, or with something else than was agreed. */
  | 'dependency-failed'
  /** We do not even ask: it failed too often just now. */
  | 'dependency-unavailable'
  | 'dependency-timeout'
  /** An event that no retry will make readable. */
  | 'malformed-event'
  /** An event written with a schema that this release does not have: a later release may. */
  | 'unknown-schema'
  | 'internal';

/** A failure with a closed code. Its message names what was wrong, and never carries a payload. */
export class ShopError extends Error {
  override readonly name = 'ShopError';
  readonly code: ShopErrorCode;

  constructor(code: ShopErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }

  /** What is not ours yet becomes `internal`, with what it was as its cause. */
  static from(error: unknown): ShopError {
    if (error instanceof ShopError) return error;
    return new ShopError('internal', 'something failed inside the service', { cause: error });
  }
}
