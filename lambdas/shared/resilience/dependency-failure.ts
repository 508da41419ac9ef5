import { ShopError, type ShopErrorCode } from '../errors.ts';

/** What a failed attempt says about the dependency. */
export type FailureKind =
  /** It serves no request at the moment. */
  | 'down'
  /** It did not answer in the time of the attempt. Where that was the full time, it is as good as down. */
  | 'late'
  /** This request failed, or came at a bad moment; another attempt may succeed. */
  | 'temporary'
  /** Another attempt would fail, too: the request is at fault. */
  | 'final';

/** For clients that know more about a failure than its code says. Others throw a ShopError. */
export class DependencyFailure extends ShopError {
  readonly kind: FailureKind;

  constructor(code: ShopErrorCode, message: string, options: { kind: FailureKind; cause?: unknown }) {
    super(code, message, { cause: options.cause });
    this.kind = options.kind;
  }
}

const KIND_BY_CODE: Record<ShopErrorCode, FailureKind> = {
  'dependency-unavailable': 'down',
  'dependency-timeout': 'late',
  'deadline-exceeded': 'late',
  'dependency-failed': 'temporary',
  'too-many-requests': 'temporary',
  'bad-request': 'final',
  'not-found': 'final',
  conflict: 'final',
  'already-received': 'final',
  'payload-too-large': 'final',
  'unsupported-media-type': 'final',
  'deadline-required': 'final',
  'idempotency-key-reused': 'final',
  'malformed-event': 'final',
  'unknown-schema': 'final',
  // Our own fault: a dependency that says `internal` is `dependency-failed` for its callers.
  internal: 'final',
};

export function failureKind(error: ShopError): FailureKind {
  return error instanceof DependencyFailure ? error.kind : KIND_BY_CODE[error.code];
}

/**
 * The failure of a call as this service's own caller gets it: when a dependency refuses a request that this service wrote,
 * the caller has made no mistake. Failures that are not refusals stay as they are.
 */
export function asDependencyFailure(error: unknown, dependency: string): ShopError {
  const failure = ShopError.from(error);
  if (failureKind(failure) !== 'final' || failure.code === 'internal') return failure;
  return new ShopError('dependency-failed', `${dependency} refused the request: ${failure.code}`, {
    cause: failure,
  });
}
