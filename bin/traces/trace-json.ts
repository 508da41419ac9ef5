import type { Trace } from '../../driver/traces/trace.ts';
import { waterfall } from '../../driver/traces/waterfall.ts';

/** What `dataflow trace --json` prints of a trace. */
export function traceJson(trace: Trace) {
  const { hops, totalMs } = waterfall(trace);
  return {
    traceId: trace.traceId,
    totalMs,
    missing: trace.missing,
    hops: hops.map(({ span, depth, startMs, tookMs, gapMs, schema }) => ({
      service: span.service,
      release: span.release ?? null,
      lambdaVersion: span.version ?? null,
      name: span.name,
      kind: span.kind,
      depth,
      startMs,
      tookMs,
      gapMs,
      schema: schema ?? null,
      failed: span.status === 'error',
      spanId: span.spanId,
      parentSpanId: span.parentSpanId ?? null,
      links: span.links ?? [],
      attributes: span.attributes,
    })),
    batches: trace.batches.map(({ service, traceId, spanId, links = [], attributes }) => ({
      service,
      traceId,
      spanId,
      links,
      attributes,
    })),
  };
}
