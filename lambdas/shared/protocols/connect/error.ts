import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema } from '../../../../schemas/gen/proto/shop/errors/v1/error_info_pb.ts';
import { ShopError, type ShopErrorCode } from '../../errors.ts';

interface ConnectFailure {
  /** https://connectrpc.com/docs/protocol#error-codes */
  code: Code;
  /** Of the Connect protocol, where HTTP has a better status than the code's own. gRPC-Web always answers 200. */
  status?: number;
}

export const CONNECT_FAILURES: Record<ShopErrorCode, ConnectFailure> = {
  'bad-request': { code: Code.InvalidArgument },
  'not-found': { code: Code.NotFound },
  conflict: { code: Code.AlreadyExists },
  'already-received': { code: Code.AlreadyExists },
  'payload-too-large': { code: Code.ResourceExhausted, status: 413 },
  'unsupported-media-type': { code: Code.Unimplemented, status: 415 },
  'too-many-requests': { code: Code.ResourceExhausted },
  'deadline-required': { code: Code.InvalidArgument },
  'deadline-exceeded': { code: Code.DeadlineExceeded },
  'idempotency-key-reused': { code: Code.FailedPrecondition },
  'dependency-failed': { code: Code.Internal },
  'dependency-unavailable': { code: Code.Unavailable },
  'dependency-timeout': { code: Code.Unavailable },
  'malformed-event': { code: Code.InvalidArgument },
  'unknown-schema': { code: Code.InvalidArgument },
  internal: { code: Code.Internal },
};

/** What a client is sent. The shop's own code is a detail, because several of them share one code of Connect. */
export function toConnectError({ code, message }: ShopError): ConnectError {
  const detail = { desc: ErrorInfoSchema, value: { code } };
  return new ConnectError(message, CONNECT_FAILURES[code].code, undefined, [detail]);
}

/** The meaning of codes that come without the detail: from API Gateway, a proxy, or a server that is not ours. */
const FROM_CONNECT: Record<Code, ShopErrorCode> = {
  [Code.Canceled]: 'dependency-timeout',
  [Code.Unknown]: 'dependency-failed',
  [Code.InvalidArgument]: 'bad-request',
  [Code.DeadlineExceeded]: 'dependency-timeout',
  [Code.NotFound]: 'not-found',
  [Code.AlreadyExists]: 'conflict',
  [Code.PermissionDenied]: 'dependency-failed',
  [Code.ResourceExhausted]: 'too-many-requests',
  [Code.FailedPrecondition]: 'bad-request',
  [Code.Aborted]: 'conflict',
  [Code.OutOfRange]: 'bad-request',
  [Code.Unimplemented]: 'dependency-failed',
  [Code.Internal]: 'dependency-failed',
  [Code.Unavailable]: 'dependency-unavailable',
  [Code.DataLoss]: 'dependency-failed',
  [Code.Unauthenticated]: 'dependency-failed',
};

/**
 * What a failed call to another service means here.
 *
 * @param dependency its name in the message; the message of the server is in the cause
 */
export function fromConnectError(error: unknown, dependency: string): ShopError {
  if (error instanceof ShopError) return error;
  const cause = ConnectError.from(error);
  if (cause.cause instanceof ShopError) return cause.cause;
  const code = codeOf(cause);
  return new ShopError(code, `${dependency} answered ${Code[cause.code]}`, { cause: error });
}

function codeOf(error: ConnectError): ShopErrorCode {
  const [info] = error.findDetails(ErrorInfoSchema);
  // A server of a later release may know codes that this one does not.
  if (info === undefined || !isShopErrorCode(info.code)) return FROM_CONNECT[error.code];
  // An internal error over there is a failed dependency here.
  return info.code === 'internal' ? 'dependency-failed' : info.code;
}

function isShopErrorCode(code: string): code is ShopErrorCode {
  return Object.hasOwn(CONNECT_FAILURES, code);
}
