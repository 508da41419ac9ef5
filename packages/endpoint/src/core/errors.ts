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
 * A refusal as AWS would word it: what every boundary catches. Services throw a `Refusal`, whose codes are a closed set;
 * each protocol renders its own wire form. Messages name what was wrong and never carry a payload or a secret.
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
    return isDiskFull(thrown) ? coreError.unwritable(thrown) : coreError.internal(thrown);
  }
}

/** An AwsError with one of the codes that its service declares. */
export class Refusal<Code extends string> extends AwsError {
  declare readonly code: Code;

  constructor(code: Code, message: string, options?: AwsErrorOptions) {
    super(code, message, options);
  }
}

/** What the `errors.ts` of a service makes its refusals with: no other code compiles. */
export function refusals<Code extends string>() {
  return (code: Code, message: string, options?: AwsErrorOptions) => new Refusal(code, message, options);
}

/**
 * The codes of requests that fail before a service acts on them, or because this endpoint lacks something. Most are
 * common to all services: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export type CoreErrorCode =
  | 'AccessDenied'
  | 'AccessDeniedException'
  | 'DataDirectoryUnavailable'
  | 'InternalFailure'
  | 'MalformedInput'
  | 'MissingAction'
  | 'MissingAuthenticationTokenException'
  | 'NoSuchVersion'
  | 'NotImplemented'
  | 'RequestEntityTooLarge'
  | 'RequestTimeout'
  | 'SerializationException'
  | 'ServiceUnavailable'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'
  | 'UnsupportedMediaTypeException'
  | 'ValidationException';

const refusal = refusals<CoreErrorCode>();

/** Ends every message about what is not implemented. */
export const SUPPORT_LIST = 'packages/endpoint/README.md lists what it supports.';

const notImplemented = (what: string) =>
  refusal('NotImplemented', `The embedded endpoint does not implement ${what}. ${SUPPORT_LIST}`, {
    status: 501,
  });

/** The closed set of refusals that belong to no service. */
export const coreError = {
  accessDenied: (message: string) => refusal('AccessDenied', message, { status: 403 }),
  bodyTimeout: () =>
    refusal('RequestTimeout', 'The request body was not received within the timeout period.'),
  bodyTooLarge: (limit: number) =>
    refusal('RequestEntityTooLarge', `The request body is larger than ${limit} bytes.`, { status: 413 }),
  /** The client ended the request and reads no answer, so this is not a failure of the endpoint. */
  connectionClosed: (cause?: unknown) =>
    refusal('RequestTimeout', 'The connection was closed before the request body was complete.', { cause }),
  dataDirectoryUnavailable: (message: string, cause?: unknown) =>
    refusal('DataDirectoryUnavailable', message, { status: 500, cause }),
  internal: (cause: unknown) =>
    refusal('InternalFailure', 'The embedded endpoint failed; its log has the cause.', {
      status: 500,
      cause,
    }),
  malformedInput: (message: string) => refusal('MalformedInput', message),
  missingAction: (message: string) => refusal('MissingAction', message),
  missingAuthenticationToken: () =>
    refusal('MissingAuthenticationTokenException', 'Request is missing Authentication Token'),
  noSuchVersion: (operation: string, version: string) =>
    refusal('NoSuchVersion', `The API version of ${operation} must be ${version}.`),
  notAuthorized: (message: string) => refusal('AccessDeniedException', message, { status: 403 }),
  /** An operation that exists on AWS and not here: refused by name, never answered with a silent success. */
  notImplemented: (service: string, operation: string) => notImplemented(`${service}:${operation}`),
  routeNotImplemented: (method: string, path: string) => notImplemented(`${method} ${path}`),
  serialization: (message: string) => refusal('SerializationException', message),
  serviceNotImplemented: (name: string | undefined) => notImplemented(`the service ${name}`),
  unknownOperation: (message: string, status = 400) =>
    refusal('UnknownOperationException', message, { status }),
  unstorable: (cause: unknown) =>
    refusal('InternalFailure', 'The embedded endpoint failed to store a value; its log has the cause.', {
      status: 500,
      cause,
    }),
  unsupportedMediaType: () =>
    refusal('UnsupportedMediaTypeException', 'The Content-Type header must be application/json.', {
      status: 415,
    }),
  /** What could not be made durable, most often for want of room: the client may try again once there is some. */
  unwritable: (cause: unknown) =>
    refusal(
      'ServiceUnavailable',
      'The embedded endpoint could not write its data; the request is not acknowledged. Free space on the disk and retry the request.',
      { status: 503, cause },
    ),
  validation: (message: string) => refusal('ValidationException', message),
  wrongRegion: (signed: string, served: string) =>
    refusal(
      'UnrecognizedClientException',
      `The request is signed for ${signed}, and this endpoint serves ${served}: set AWS_REGION to it, or start the endpoint with --region ${signed}.`,
      { status: 403 },
    ),
};

/** SQLITE_FULL. */
const SQLITE_FULL = 13;

function isDiskFull(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { code, errcode } = thrown as { code?: unknown; errcode?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || errcode === SQLITE_FULL;
}
