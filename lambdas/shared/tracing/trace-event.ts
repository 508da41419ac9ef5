import type { Attributes } from '@opentelemetry/api';
import { activeSpan } from './active-span.ts';
import { Span } from './span.ts';
import { formatTraceparent } from './trace-context.ts';

/** What of an event is recorded: the envelope, not the data. */
export interface EventEnvelope {
  id: string;
  source: string;
  type: string;
  dataschema?: string | undefined;
  /** Avro, in single-object encoding. */
  data: Buffer;
}

/** By the span of the request that makes them: the spans of events, by their ids. */
const creations = new WeakMap<Span, Map<string, Span>>();

/**
 * Records that an event is made, as the span from which its consumers continue the trace. An event that a request makes more
 * than once, as orders does where it finds the order pending, is one span; the last event counts.
 *
 * @returns its `traceparent`; undefined where no trace is active
 */
export function traceCreation(event: EventEnvelope): string | undefined {
  const parent = activeSpan();
  if (parent === undefined) return undefined;
  const made = creations.get(parent) ?? new Map<string, Span>();
  creations.set(parent, made);
  const key = `${event.source} ${event.id}`;
  const span = made.get(key) ?? newCreation(parent, event);
  made.set(key, span);
  span.set(eventAttributes(event)).stop();
  return formatTraceparent(span.context);
}

function newCreation(parent: Span, { type }: EventEnvelope): Span {
  const attributes = { 'messaging.operation.type': 'create' };
  const span = new Span({ name: `create ${type}`, kind: 'producer', parent, attributes });
  parent.endWithThis(span);
  return span;
}

/** Adds an event that was read to the span of the message it came in. */
export function describeEvent(event: EventEnvelope): void {
  activeSpan()?.set(eventAttributes(event));
}

/** After the two bytes of the marker. */
const FINGERPRINT = [2, 10] as const;

function eventAttributes({ id, source, type, dataschema, data }: EventEnvelope): Attributes {
  return {
    'cloudevents.event_id': id,
    'cloudevents.event_source': source,
    'cloudevents.event_type': type,
    ...(dataschema !== undefined && { 'dataflow.event.schema': dataschema }),
    'dataflow.event.fingerprint': data.toString('hex', ...FINGERPRINT),
  };
}
