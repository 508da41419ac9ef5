import type { SpanContext } from '@opentelemetry/api';

/** Where a trace comes from. X-Ray's header may name a trace without a span. */
export interface RemoteParent extends Omit<SpanContext, 'spanId'> {
  spanId?: string;
}

/** W3C Trace Context, in requests and in message attributes; also the name of the CloudEvents extension. */
export const TRACEPARENT = 'traceparent';

export const SAMPLED = 1;

const FORMAT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NO_ID = /^0+$/;

/**
 * Undefined where the text is not a `traceparent`: then it is ignored, as W3C asks.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = FORMAT.exec(text ?? '') ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (NO_ID.test(traceId) || NO_ID.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED };
}

export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags === SAMPLED ? '01' : '00'}`;
}

/**
 * Of an event in JSON, which may be what its consumer will refuse. A body that only looks like an event can name a wrong
 * trace, as any sender can.
 */
export function eventParent(body: string): SpanContext | undefined {
  return parseTraceparent(EXTENSION.exec(body)?.[1]);
}

const EXTENSION = /"traceparent":"([0-9a-f-]{55})"/;

const ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;
const PARENT = /(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/i;

/**
 * `X-Amzn-Trace-Id` of a request, `AWSTraceHeader` of a message. API Gateway makes one for each request; it says whether
 * X-Ray samples the trace only where X-Ray is on.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function parseAmazonTrace(text: string | undefined): RemoteParent | undefined {
  const [, seconds, random] = ROOT.exec(text ?? '') ?? [];
  if (seconds === undefined || random === undefined) return undefined;
  const spanId = PARENT.exec(text ?? '')?.[1]?.toLowerCase();
  return {
    traceId: `${seconds}${random}`.toLowerCase(),
    ...(spanId !== undefined && { spanId }),
    traceFlags: /(?:^|;)\s*Sampled=0/i.test(text ?? '') ? 0 : SAMPLED,
  };
}
