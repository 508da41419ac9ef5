import { ShopError } from '../errors.ts';
import { identifier } from '../fields.ts';

/** Whole milliseconds that the caller still waits. A relative time needs no synchronised clocks (as grpc-timeout). */
export const TIMEOUT_HEADER = 'x-timeout-ms';
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
/** In every response: the release that served it. */
export const RELEASE_HEADER = 'x-dataflow-release';

/** Names as API Gateway hands them over: in the spelling of the caller. */
export type IncomingHeaders = Readonly<Record<string, string | undefined>>;

export interface Caller {
  service: string;
  release: string;
}

/** What a call says about itself, beside its payload. */
export interface CallMetadata {
  /** Milliseconds that the caller still waits, from when its request arrived; undefined when it does not say. */
  timeoutMs: number | undefined;
  /** From `user-agent: shop-<service>/<release>`; undefined for callers from outside the shop. */
  caller: Caller | undefined;
  idempotencyKey: string | undefined;
}

export interface OutgoingMetadata {
  caller: Caller;
  timeoutMs: number;
  idempotencyKey?: string;
}

/**
 * Where a call names its timeout in more than one header, the shortest counts.
 *
 * @throws ShopError `bad-request` when a header is not what its definition says
 */
export function readCallMetadata(headers: IncomingHeaders | null): CallMetadata {
  const header = headerReader(headers);
  const timeouts = [
    milliseconds(TIMEOUT_HEADER, header(TIMEOUT_HEADER)),
    milliseconds(CONNECT_TIMEOUT_HEADER, header(CONNECT_TIMEOUT_HEADER)),
    grpcTimeout(header(GRPC_TIMEOUT_HEADER)),
  ].filter((timeout) => timeout !== undefined);
  return {
    timeoutMs: timeouts.length === 0 ? undefined : Math.min(...timeouts),
    caller: readCaller(header('user-agent')),
    idempotencyKey: readIdempotencyKey(header(IDEMPOTENCY_KEY_HEADER)),
  };
}

/** The headers of a call that this function makes. A part of a millisecond is not waited for. */
export function writeCallMetadata({ caller, timeoutMs, idempotencyKey }: OutgoingMetadata) {
  return {
    [TIMEOUT_HEADER]: String(Math.max(0, Math.floor(timeoutMs))),
    'user-agent': `shop-${caller.service}/${caller.release}`,
    ...(idempotencyKey !== undefined && { [IDEMPOTENCY_KEY_HEADER]: idempotencyKey }),
  };
}

/**
 * For contracts that serve no call without a deadline.
 *
 * @returns milliseconds, more than 0
 * @throws ShopError `deadline-required` without one, `deadline-exceeded` when nothing is left of it
 */
export function requireTimeout({ timeoutMs }: CallMetadata): number {
  if (timeoutMs === undefined) {
    throw new ShopError(
      'deadline-required',
      `the header ${TIMEOUT_HEADER} must say how many milliseconds the caller waits`,
    );
  }
  if (timeoutMs <= 0) throw new ShopError('deadline-exceeded', 'the time of the caller is up');
  return timeoutMs;
}

/** Reads headers by lower-case name, whatever their spelling. */
export function headerReader(headers: IncomingHeaders | null): (name: string) => string | undefined {
  const byName = new Map(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const),
  );
  return (name) => byName.get(name);
}

/** https://connectrpc.com/docs/protocol#unary-request: at most 10 digits. */
const CONNECT_TIMEOUT_HEADER = 'connect-timeout-ms';
/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: at most 8 digits and a unit. */
const GRPC_TIMEOUT_HEADER = 'grpc-timeout';

const MS_BY_GRPC_UNIT = new Map([
  ['H', 3_600_000],
  ['M', 60_000],
  ['S', 1000],
  ['m', 1],
  ['u', 1 / 1000],
  ['n', 1 / 1_000_000],
]);

function milliseconds(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,10}$/.test(value)) {
    throw new ShopError('bad-request', `${name}: must be whole milliseconds, in at most 10 digits`);
  }
  return Number(value);
}

function grpcTimeout(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(value) ?? [];
  const factor = MS_BY_GRPC_UNIT.get(unit);
  if (factor === undefined) {
    throw new ShopError('bad-request', `${GRPC_TIMEOUT_HEADER}: must be at most 8 digits and a unit`);
  }
  return Number(digits) * factor;
}

function readCaller(userAgent: string | undefined): Caller | undefined {
  const [, service, release] = /^shop-([a-z]+)\/(v[\w.-]+)$/.exec(userAgent ?? '') ?? [];
  return service === undefined || release === undefined ? undefined : { service, release };
}

function readIdempotencyKey(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const key = identifier.safeParse(value);
  if (key.success) return key.data;
  throw new ShopError('bad-request', `${IDEMPOTENCY_KEY_HEADER}: ${key.error.issues[0]?.message}`);
}
