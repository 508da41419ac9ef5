import type { SpanRecord } from '../../schemas/traces/span-record.ts';

/** A span, and what the deployment knows of the code that recorded it. */
export interface TraceSpan extends SpanRecord {
  service: string;
  /** By the code itself, else by the description of its Lambda version; undefined where neither says. */
  release: string | undefined;
  /** The Lambda version. */
  version: string | undefined;
}

export interface Trace {
  traceId: string;
  /** By their start. */
  spans: TraceSpan[];
  /** Of spans of this trace, in traces of their own. */
  batches: TraceSpan[];
  /** What the trace is expected to have and has not, in words; empty for a complete one. */
  missing: string[];
}

/**
 * What a trace lacks: parents of spans that were not recorded, and consumers of its events.
 *
 * @param eventIds of the events that were written in the trace
 * @param consumers names of the services that consume each event
 */
export function missingParts(
  spans: readonly TraceSpan[],
  eventIds: readonly string[],
  consumers: readonly string[],
): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const [root] = spans;
  const orphans = spans.filter(
    // The first may have a parent outside the shop: its caller's.
    (span) => span !== root && span.parentSpanId !== undefined && !known.has(span.parentSpanId),
  );
  const unprocessed = eventIds.flatMap((eventId) =>
    consumers
      .filter((consumer) => !spans.some((span) => isProcessing(span, consumer, eventId)))
      .map((consumer) => `${eventId} was not processed by ${consumer}`),
  );
  return [
    ...orphans.map(({ service, name }) => `the caller of ${service} (${name}) was not recorded`),
    ...unprocessed,
  ];
}

function isProcessing({ service, kind, attributes }: TraceSpan, consumer: string, eventId: string): boolean {
  return service === consumer && kind === 'consumer' && attributes['cloudevents.event_id'] === eventId;
}
