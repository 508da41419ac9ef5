import type { Clock } from '../clock.ts';

/** Where a call belongs in a distributed trace; read from W3C `traceparent` or from `X-Amzn-Trace-Id`. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  traceId: string;
  /** 16 lower-case hexadecimal digits: the span of the caller; undefined for the root of a trace. */
  parentSpanId: string | undefined;
  sampled: boolean;
}

/** The headers that carry a trace. */
export interface TraceHeaders {
  /** https://www.w3.org/TR/trace-context/#traceparent-header */
  traceparent?: string | undefined;
  /** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
  amazon?: string | undefined;
}

/** What new traces are made of. */
export interface TraceSource {
  readonly clock: Pick<Clock, 'now'>;
  /** A fresh UUID. */
  readonly newId: () => string;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;
const ROOT = /\bRoot=1-([0-9a-f]{8})-([0-9a-f]{24})\b/i;
const PARENT = /\bParent=([0-9a-f]{16})\b/i;
const NO_ID = /^0+$/;

/** The trace that the headers name, W3C first; undefined if they name none. */
export function readTrace({ traceparent, amazon }: TraceHeaders): TraceContext | undefined {
  const w3c = TRACEPARENT.exec(traceparent ?? '');
  const [, traceId = '', parentSpanId = '', flags = ''] = w3c ?? [];
  if (w3c !== null && !NO_ID.test(traceId) && !NO_ID.test(parentSpanId)) {
    return { traceId, parentSpanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
  }
  const root = ROOT.exec(amazon ?? '');
  if (root === null) return undefined;
  return {
    traceId: `${root[1]}${root[2]}`.toLowerCase(),
    parentSpanId: PARENT.exec(amazon ?? '')?.[1]?.toLowerCase(),
    sampled: !/\bSampled=0\b/.test(amazon ?? ''),
  };
}

/** The root of a new trace. It begins with the seconds since the epoch, as X-Ray demands. */
export function newTrace({ clock, newId }: TraceSource): TraceContext {
  const seconds = Math.floor(clock.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  return {
    traceId: seconds + newId().replaceAll('-', '').slice(-24),
    parentSpanId: undefined,
    sampled: true,
  };
}

/** The trace as `X-Amzn-Trace-Id` names it, for what a call sets going. */
export function amazonHeader({ traceId, parentSpanId, sampled }: TraceContext): string {
  const root = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  return parentSpanId === undefined ? root : `${root};Parent=${parentSpanId};Sampled=${sampled ? 1 : 0}`;
}
