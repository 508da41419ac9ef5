import { onTestFinished, vi } from 'vitest';
import { type SpanRecord, spanRecord } from '../../../../../schemas/traces/span-record.ts';

/** Turns tracing on for one test; what its code writes to stdout is in the array, each line checked against its schema. */
export function recordedSpans(share = '1'): SpanRecord[] {
  const spans: SpanRecord[] = [];
  vi.stubEnv('TRACING_SHARE', share);
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    spans.push(spanRecord.strict().parse(JSON.parse(String(text))));
    return true;
  });
  onTestFinished(() => {
    write.mockRestore();
    vi.unstubAllEnvs();
  });
  return spans;
}

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
export const SPAN_ID = '00f067aa0ba902b7';
export const SAMPLED_PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;
export const UNSAMPLED_PARENT = `00-${TRACE_ID}-${SPAN_ID}-00`;
