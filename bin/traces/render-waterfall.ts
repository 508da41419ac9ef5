import { styleText } from 'node:util';
import type { Trace, TraceSpan } from '../../driver/traces/trace.ts';
import { type Hop, waterfall } from '../../driver/traces/waterfall.ts';
import { table } from '../table.ts';

const BAR_COLUMNS = 32;

/** A trace as a table: each hop with what ran it, when it began, what it took, and a bar on one time axis. */
export function renderWaterfall(trace: Trace): string {
  const { hops, totalMs } = waterfall(trace);
  const rows = hops.map((hop) => [
    `${'  '.repeat(hop.depth)}${hop.span.service}`,
    hop.span.release ?? '-',
    hop.span.version ?? '-',
    spanName(hop.span),
    milliseconds(hop.startMs),
    milliseconds(hop.tookMs),
    hop.gapMs > 0 ? milliseconds(hop.gapMs) : '',
    hop.schema ?? '',
    bar(hop, totalMs),
  ]);
  const head = ['service', 'release', 'lambda', 'span', 'start', 'took', 'gap', 'schema', 'timeline'];
  return [
    styleText('bold', `Trace ${trace.traceId}: ${hops.length} spans, ${milliseconds(totalMs)}`),
    table([head, ...rows]),
    ...trace.batches.map(renderBatch),
    ...trace.missing.map((what) => `Missing: ${what}.`),
  ].join('\n');
}

function renderBatch({ service, traceId, attributes }: TraceSpan): string {
  const count = attributes['messaging.batch.message_count'];
  return `Batch: ${service} processed a message of this trace in a batch of ${count} (trace ${traceId}).`;
}

/** Queues and topics by their kind: their names are long, and `--json` has them. */
function spanName({ name, kind, attributes, status }: TraceSpan): string {
  const operation = attributes['messaging.operation.name'];
  const system = attributes['messaging.system'] === 'aws_sns' ? 'topic' : 'queue';
  const shown = operation === undefined ? `${name}` : `${operation} (${system})`;
  const error = attributes['error.type'];
  const failure = status === 'error' ? ` ✖${error === undefined ? '' : ` ${error}`}` : '';
  return `${shown}${kind === 'client' ? ' →' : ''}${failure}`;
}

function milliseconds(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
}

function bar({ startMs, tookMs }: Hop, totalMs: number): string {
  const scale = totalMs > 0 ? BAR_COLUMNS / totalMs : 0;
  const from = Math.min(BAR_COLUMNS - 1, Math.max(0, Math.floor(startMs * scale)));
  const length = Math.min(BAR_COLUMNS - from, Math.max(1, Math.round(tookMs * scale)));
  return `${'·'.repeat(from)}${'█'.repeat(length)}`;
}
