import type { Trace, TraceSpan } from './trace.ts';

/** One line of a waterfall. Times are milliseconds. */
export interface Hop {
  span: TraceSpan;
  /** How many spans it is below, 0 for the first. */
  depth: number;
  /** From the start of the first span. */
  startMs: number;
  tookMs: number;
  /**
   * What passed before it without a span at work on it: the way of a request from its client span to the server, the way of an
   * event from where it was made or sent last. 0 where spans overlap.
   */
  gapMs: number;
  /** Name and version of the schema of the event that it is about, such as `order v1`. */
  schema: string | undefined;
}

export interface Waterfall {
  hops: Hop[];
  /** From the first start to the last end. */
  totalMs: number;
}

/** The spans of a trace, each below its parent, in the order of their start. */
export function waterfall({ spans }: Pick<Trace, 'spans'>): Waterfall {
  const [first] = spans;
  if (first === undefined) return { hops: [], totalMs: 0 };
  const known = new Map(spans.map((span) => [span.spanId, span]));
  const parentOf = (span: TraceSpan) => known.get(span.parentSpanId ?? '');
  const children = Map.groupBy(spans, (span) => parentOf(span)?.spanId);
  const hops: Hop[] = [];
  const add = (span: TraceSpan, depth: number): void => {
    hops.push({
      span,
      depth,
      startMs: ms(span.startUs - first.startUs),
      tookMs: ms(span.endUs - span.startUs),
      gapMs: ms(gapUs(span, parentOf(span))),
      schema: schemaOf(span, parentOf(span)),
    });
    for (const child of children.get(span.spanId) ?? []) add(child, depth + 1);
  };
  for (const root of children.get(undefined) ?? []) add(root, 0);
  return { hops, totalMs: ms(Math.max(...spans.map(({ endUs }) => endUs)) - first.startUs) };
}

function gapUs({ kind, startUs }: TraceSpan, parent: TraceSpan | undefined): number {
  if (parent === undefined) return 0;
  if (kind === 'server') return Math.max(0, startUs - parent.startUs);
  return Math.max(0, startUs - parent.endUs);
}

const SCHEMA = /^urn:shop:schemas:([\w-]+):(v\d+)$/;

/** Of its own event; what sends an event does not read it, and its parent made it. */
function schemaOf({ kind, attributes }: TraceSpan, parent: TraceSpan | undefined): string | undefined {
  const name = attributes['dataflow.event.schema'];
  if (typeof name === 'string') return name.replace(SCHEMA, '$1 $2');
  return kind === 'producer' && parent?.kind === 'producer' ? schemaOf(parent, undefined) : undefined;
}

function ms(us: number): number {
  return us / 1000;
}
