import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistry, type DescMessage, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import { z } from 'zod';
import { buildProto } from '../../../lib/contracts/build-proto.ts';

const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.union([
        z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
        z.object({ intValue: z.string() }).transform(({ intValue }) => Number(intValue)),
        z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
        z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
      ]),
    }),
  )
  .default([])
  .transform((pairs) => new Map<string, unknown>(pairs.map(({ key, value }) => [key, value])));

const hex = z.string().transform((base64) => Buffer.from(base64, 'base64').toString('hex'));

const span = z.object({
  traceId: hex,
  spanId: hex,
  parentSpanId: hex.optional(),
  name: z.string(),
  kind: z.string(),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes,
  links: z.array(z.object({ traceId: hex, spanId: hex })).default([]),
});

const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

export interface ReceivedSpan extends z.infer<typeof span> {
  resource: Map<string, unknown>;
}

export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  close(): Promise<void>;
}

export interface OtlpReceiverOptions {
  /** Of the spans of each request, as a receiver with a limit answers. */
  rejected?: number;
}

/**
 * OTLP/HTTP over Protobuf, which decodes with the definitions of OpenTelemetry and refuses what they do not have. It is
 * independent of the code that sends: that writes its bytes by hand.
 */
export async function startOtlpReceiver({ rejected = 0 }: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  const message = definitions();
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (incoming, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method, url, headers } = incoming;
    if (method !== 'POST' || url !== '/v1/traces') return answer.writeHead(404).end();
    if (headers['content-type'] !== 'application/x-protobuf') return answer.writeHead(415).end();
    try {
      spans.push(...decode(message('ExportTraceServiceRequest'), Buffer.concat(chunks)));
    } catch {
      return answer.writeHead(400).end();
    }
    const schema = message('ExportTraceServiceResponse');
    const response = fromBinary(schema, partialSuccess(rejected));
    return answer
      .writeHead(200, { 'content-type': 'application/x-protobuf' })
      .end(toBinary(schema, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function definitions(): (name: string) => DescMessage {
  const registry = createRegistry(...buildProto(import.meta.dirname));
  return (name) => {
    const found = registry.getMessage(`opentelemetry.proto.trace.v1.${name}`);
    if (found === undefined) throw new Error(`There is no message ${name} in otlp.proto`);
    return found;
  };
}

function decode(schema: DescMessage, body: Buffer): ReceivedSpan[] {
  const decoded = fromBinary(schema, body);
  // What is not in the definitions is kept as unknown when it is read, and written again.
  const known = fromBinary(schema, body, { readUnknownFields: false });
  if (toBinary(schema, decoded).length !== toBinary(schema, known).length) throw new Error('unknown fields');
  const { resourceSpans } = request.parse(toJson(schema, known));
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans.map((each) => ({ ...each, resource: resource.attributes }))),
  );
}

/** Empty when nothing was rejected; else field 1, a message whose field 1 is the number, in at most seven bits. */
function partialSuccess(rejected: number): Uint8Array {
  return rejected === 0 ? new Uint8Array() : Uint8Array.of(0x0a, 2, 0x08, rejected);
}
