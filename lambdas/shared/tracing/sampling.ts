import { parseAmazonTrace, type RemoteParent } from './trace-context.ts';

/** The stack sets it from `-c tracing=…`: the share of new traces that are recorded. Without it there is no tracing. */
const TRACING_VARIABLE = 'TRACING_SHARE';

/** From 0 to 1; undefined where tracing is off. */
function tracingShare(): number | undefined {
  const text = process.env[TRACING_VARIABLE];
  if (text === undefined || text === '') return undefined;
  const share = Number(text);
  return share >= 0 && share <= 1 ? share : undefined;
}

export function isTracing(): boolean {
  return tracingShare() !== undefined;
}

/** Equal for equal ids: every service decides alike, from the random digits at the end. */
export function sampleRoot(traceId: string): boolean {
  return Number.parseInt(traceId.slice(-8), 16) / 2 ** 32 < (tracingShare() ?? 0);
}

/** The trace that AWS gives a request or a message. X-Ray may leave it open whether it is sampled: then the share decides. */
export function amazonParent(header: string | undefined): RemoteParent | undefined {
  const parent = parseAmazonTrace(header);
  return parent && { ...parent, traceFlags: parent.traceFlags && Number(sampleRoot(parent.traceId)) };
}
