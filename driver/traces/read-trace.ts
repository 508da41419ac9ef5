import { setTimeout as sleep } from 'node:timers/promises';
import type { SpanRecord } from '../../schemas/traces/span-record.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { readReleases } from '../releases.ts';
import type { TracedEvent } from './find-traces.ts';
import { type SpanReader, spanReader } from './read-spans.ts';
import { missingParts, type Trace, type TraceSpan } from './trace.ts';

const PAUSE_MS = 500;
/** An order may have been pending for a while before its event was written. */
const BEFORE_EVENT_MS = 10 * 60_000;

export interface ReadTraceOptions {
  /** Names of all functions of the shop. */
  functionNames: readonly string[];
  /** How long to wait for spans that are missing: consumers may be at work, and logs come late. */
  waitMs: number;
}

/**
 * The trace that events were written in, from the log groups of the functions.
 *
 * @param events of one trace
 * @throws {DriverError} `trace-not-recorded` when there is no span of it in time
 */
export async function readTrace(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  events: readonly [TracedEvent, ...TracedEvent[]],
  { functionNames, waitMs }: ReadTraceOptions,
): Promise<Trace> {
  const reader = spanReader(context, functionNames);
  const releases = releaseFinder(context);
  const end = performance.now() + waitMs;
  try {
    for (;;) {
      const trace = await readOnce(context, reader, releases, events);
      if ((trace.missing.length === 0 && trace.spans.length > 0) || performance.now() > end) {
        if (trace.spans.length > 0) return trace;
        throw notRecorded(trace.traceId);
      }
      await sleep(PAUSE_MS, undefined, { signal: context.signal });
    }
  } finally {
    reader.close();
  }
}

async function readOnce(
  { system }: Pick<DriverContext, 'system'>,
  reader: SpanReader,
  releases: ReleaseFinder,
  events: readonly [TracedEvent, ...TracedEvent[]],
): Promise<Trace> {
  const [{ traceId, time }] = events;
  const records = await reader.read({ traceId, since: time.getTime() - BEFORE_EVENT_MS });
  // A function that is invoked again with the same environment may find a line twice on a target that copies logs.
  const unique = [...new Map(records.map((record) => [record.spanId, record])).values()];
  const found = await Promise.all(unique.map((record) => describe(record, releases)));
  found.sort((a, b) => a.startUs - b.startUs || b.endUs - a.endUs);
  const spans = found.filter((span) => span.traceId === traceId);
  const batches = found.filter((span) => span.traceId !== traceId);
  const eventIds = events.map(({ eventId }) => eventId);
  return { traceId, spans, batches, missing: missingParts(spans, eventIds, Object.keys(system.consumers)) };
}

async function describe(record: SpanRecord, releases: ReleaseFinder): Promise<TraceSpan> {
  const { resource } = record;
  const version = resource['faas.version'];
  return {
    ...record,
    service: resource['service.name'] ?? 'unknown',
    release: resource['service.version'] ?? (await releases(resource['faas.name'], version)),
    version,
  };
}

type ReleaseFinder = (functionName?: string, version?: string) => Promise<string | undefined>;

/** Frozen releases of the relay and the journal do not say which they are. Each function is asked once. */
function releaseFinder({ aws }: Pick<DriverContext, 'aws'>): ReleaseFinder {
  const known = new Map<string, ReturnType<typeof readReleases>>();
  return async (functionName, version) => {
    if (functionName === undefined || version === undefined) return undefined;
    const releases = known.get(functionName) ?? readReleases(aws.lambda, functionName);
    known.set(functionName, releases);
    return [...(await releases)].find(([, published]) => published === version)?.[0];
  };
}

function notRecorded(traceId: string): DriverError {
  const message = `No log group has a span of trace ${traceId}. Log events may be late, or older than the logs are kept`;
  return new DriverError('trace-not-recorded', message, { subject: traceId });
}
