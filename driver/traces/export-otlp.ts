import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { SpanKindName } from '../../schemas/traces/span-record.ts';
import { httpClient } from '../clients/http.ts';
import { DriverError } from '../errors.ts';
import type { Trace, TraceSpan } from './trace.ts';

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];
type Resource = ReadableSpan['resource'];

/** Where OTLP/HTTP receives traces, below the base URL of a receiver: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
const TRACES_PATH = '/v1/traces';

/**
 * Sends a trace to an OTLP/HTTP receiver, in Protobuf. Batches are sent along.
 *
 * @param receiver with the path of traces, or without any path
 * @returns how many spans the receiver took
 * @throws {DriverError} `otlp-refused` when the receiver did not take all of them
 */
export async function exportOtlp(trace: Trace, receiver: URL, signal: AbortSignal): Promise<number> {
  const spans = [...trace.spans, ...trace.batches];
  const url = new URL(receiver);
  if (url.pathname === '/') url.pathname = TRACES_PATH;
  const http = httpClient();
  try {
    const headers = { 'content-type': 'application/x-protobuf' };
    const { status, bytes } = await http.send(
      { method: 'POST', url, headers, body: serialize(spans) },
      signal,
    );
    if (status !== 200) throw refused(`the receiver at ${url.origin} answered ${status}`);
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(bytes);
    const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
    if (rejected > 0) throw refused(`the receiver rejected ${rejected} of ${spans.length} spans`);
    return spans.length;
  } finally {
    http.close();
  }
}

function refused(reason: string): DriverError {
  return new DriverError('otlp-refused', `The trace was not exported: ${reason}`);
}

/** `ExportTraceServiceRequest` of OTLP 1.x. */
function serialize(spans: readonly TraceSpan[]): Uint8Array {
  // Spans with one resource object share a resource in the request.
  const resources = new Map<string, Resource>();
  const readable = spans.map((span) => {
    const key = JSON.stringify([span.service, span.release, span.resource['faas.name'], span.version]);
    const resource = resources.get(key) ?? resourceOf(span);
    resources.set(key, resource);
    return toReadable(span, resource);
  });
  const bytes = ProtobufTraceSerializer.serializeRequest(readable);
  if (bytes === undefined) throw refused('it cannot be serialized');
  return bytes;
}

function resourceOf({ resource: written, release }: TraceSpan): Resource {
  const attributes = {
    ...written,
    ...(release !== undefined && { 'service.version': release }),
    'service.namespace': 'modes-of-dataflow',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
  };
  const resource: Resource = {
    attributes,
    merge: (other) => other ?? resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}

const KINDS: Record<SpanKindName, SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

const SAMPLED = 1;
/** One object for all: the serialization groups spans by it. */
const SCOPE: ReadableSpan['instrumentationScope'] = { name: 'modes-of-dataflow' };

function toReadable(span: TraceSpan, resource: Resource): ReadableSpan {
  const { traceId, spanId, parentSpanId, startUs, endUs, links = [] } = span;
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => ({ traceId, spanId, traceFlags: SAMPLED }),
    ...(parentSpanId !== undefined && {
      parentSpanContext: {
        traceId,
        spanId: parentSpanId,
        traceFlags: SAMPLED,
        isRemote: hasRemoteParent(span),
      },
    }),
    startTime: hrTime(startUs),
    endTime: hrTime(endUs),
    duration: hrTime(endUs - startUs),
    status: { code: span.status === 'error' ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: span.attributes,
    links: links.map((link) => ({ context: { ...link, traceFlags: SAMPLED } })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function hasRemoteParent({ kind }: TraceSpan): boolean {
  return kind === 'server' || kind === 'consumer';
}

/** Seconds and nanoseconds. */
function hrTime(us: number): [number, number] {
  return [Math.floor(us / 1e6), (us % 1e6) * 1000];
}
