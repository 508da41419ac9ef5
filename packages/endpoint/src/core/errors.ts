export interface AwsErrorOptions {
  /** HTTP status; 400 by default. */
  status?: number;
  /** The code that the Query-compatible header carries where it differs (SQS). */
  queryCode?: string;
  /** Members that the error shape has beside its message, such as `CancellationReasons`. */
  fields?: Record<string, unknown>;
  cause?: unknown;
}

/**
 * A refusal as AWS would word it. Services declare the codes they use; each protocol renders its own wire form.
 * Messages name what was wrong and never carry a payload or a secret.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly queryCode: string | undefined;
  readonly fields: Record<string, unknown>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AwsError';
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode;
    this.fields = options.fields ?? {};
  }

  /** Whose fault it was, in the words of the Query protocol. */
  get fault(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver';
  }

  /** Anything thrown, as an AwsError. What is not ours becomes an InternalFailure that does not repeat the cause's text. */
  static from(thrown: unknown): AwsError {
    if (thrown instanceof AwsError) return thrown;
    if (isDiskFull(thrown)) return unwritable(thrown);
    return new AwsError('InternalFailure', 'The embedded endpoint failed; its log has the cause.', {
      status: 500,
      cause: thrown,
    });
  }
}

/** Ends every message about what is not implemented. */
export const SUPPORT_LIST = 'packages/endpoint/README.md lists what it supports.';

/** SQLITE_FULL. */
const SQLITE_FULL = 13;

function isDiskFull(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { code, errcode } = thrown as { code?: unknown; errcode?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL;
}

/** What could not be made durable, most often for want of room: the client may try again once there is some. */
export function unwritable(cause: unknown): AwsError {
  return new AwsError(
    'ServiceUnavailable',
    'The embedded endpoint could not write its data; the request is not acknowledged. Free space on the disk and retry the request.',
    { status: 503, cause },
  );
}

/** An operation that exists on AWS and not here: said by name, never answered with a silent success. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The embedded endpoint does not implement ${service}:${operation}. ${SUPPORT_LIST}`,
    { status: 501 },
  );
}
