import { amazonHeader, newTrace, type TraceSource } from './calls/trace-context.ts';

/**
 * The tracing header of AWS, `Root=1-<seconds>-<96 bits>;Parent=<64 bits>;Sampled=0`, in X-Amzn-Trace-Id of requests
 * and AWSTraceHeader of messages: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html
 */
const ROOT = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i;
const PARENT = /^[0-9a-f]{16}$/i;
const SAMPLED = /^[01?]$/;

/**
 * The whole header for a call: what came from upstream, and the members that it lacks. A header that names no trace
 * counts as none.
 */
export function continueTrace(source: TraceSource, upstream: string | undefined, sampled: boolean): string {
  const fields = readFields(upstream ?? '');
  const root = fields.get('Root');
  const known = root !== undefined && ROOT.test(root);
  const parent = known ? fields.get('Parent') : undefined;
  const decision = known ? fields.get('Sampled') : undefined;
  return [
    known ? `Root=${root}` : amazonHeader(newTrace(source)),
    `Parent=${parent !== undefined && PARENT.test(parent) ? parent : hex(source.newId(), 16)}`,
    `Sampled=${decision !== undefined && SAMPLED.test(decision) ? decision : Number(sampled)}`,
  ].join(';');
}

/** Whether a header names a trace, so that a message can carry it. */
export function namesTrace(header: string): boolean {
  return ROOT.test(readFields(header).get('Root') ?? '');
}

function readFields(header: string): Map<string, string> {
  return new Map(
    header.split(';').flatMap((field): [string, string][] => {
      const equals = field.indexOf('=');
      return equals < 0 ? [] : [[field.slice(0, equals).trim(), field.slice(equals + 1).trim()]];
    }),
  );
}

function hex(id: string, length: number): string {
  return id.replaceAll('-', '').slice(-length);
}
