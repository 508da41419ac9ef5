import { isOutage } from './outage.ts';

/** Everything that can go wrong in the shop, by what a caller can do about it. */
export type ShopErrorCode =
  | 'bad-request'
  | 'not-found'
  | 'conflict'
  /** A message that was delivered before, and is stored once. */
  | 'already-received'
  | 'payload-too-large'
  | 'unsupported-media-type'
  /** The caller sends more than it may: wait, then repeat the request. */
  | 'too-many-requests'
  /** The call does not say how long its caller waits, which new contracts require. */
  | 'deadline-required'
  /** The caller's time is up, so no work was started or its answer comes too late. */
  | 'deadline-exceeded'
  /** The idempotency key of an earlier request that asked for something else. */
  | 'idempotency-key-reused'
  /** A service that we need answered with an error, or not as its contract says. */
  | 'dependency-failed'
  /** A service or a database that we need is down, or was a moment ago and is not asked again yet. */
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

  /** Other errors become `internal`, or `dependency-unavailable` where AWS itself is out, with the error as cause. */
  static from(error: unknown): ShopError {
    if (error instanceof ShopError) return error;
    if (isOutage(error)) {
      const message = 'a database or queue that the service needs is not available';
      return new ShopError('dependency-unavailable', message, { cause: error });
    }
    return new ShopError('internal', 'internal error; see the log', { cause: error });
  }
}
