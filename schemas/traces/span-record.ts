import * as z from 'zod';

/** OpenTelemetry's kinds of spans: https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
const SPAN_KINDS = ['server', 'client', 'producer', 'consumer'] as const;
export type SpanKindName = (typeof SPAN_KINDS)[number];

/** Every line of a span begins with it, so that a filter pattern finds spans and nothing else. */
const SPAN_EVENT = 'span';

const traceId = z.string().regex(/^[0-9a-f]{32}$/);
const spanId = z.string().regex(/^[0-9a-f]{16}$/);

/** One ended span, as a function writes it to its log group: a line of JSON. */
export const spanRecord = z.object({
  event: z.literal(SPAN_EVENT),
  traceId,
  spanId,
  /** Absent in the root of a trace. */
  parentSpanId: spanId.optional(),
  name: z.string(),
  kind: z.enum(SPAN_KINDS),
  /** Microseconds since 1970. */
  startUs: z.int(),
  endUs: z.int(),
  /** Set when the operation failed; `attributes['error.type']` has its code. */
  status: z.literal('error').optional(),
  /** Names of OpenTelemetry's semantic conventions, and `dataflow.…`. No payload. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  links: z.array(z.object({ traceId, spanId })).optional(),
  /** What wrote it: `service.name`, `service.version` (the release, where the code knows it), `faas.name`, `faas.version`. */
  resource: z.record(z.string(), z.string()),
});

export type SpanRecord = z.infer<typeof spanRecord>;
