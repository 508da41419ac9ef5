import { afterEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import type { traceJson } from '../../bin/traces/trace-json.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { spanReader } from '../../driver/traces/read-spans.ts';
import { publishedReleases, type ServiceName } from '../../lib/releases.ts';
import { startOtlpReceiver } from '../support/otlp/otlp-receiver.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';

type TraceOutput = { orderId: string; traces: ReturnType<typeof traceJson>[] };
type Hop = ReturnType<typeof traceJson>['hops'][number];

const trace = (orderId: string, ...args: string[]) =>
  dataflow(['trace', orderId, '--endpoint', inject('endpoint'), ...args]);

const PATH = [
  'orders',
  'payments',
  'fraud',
  'relay',
  'analytics',
  'email',
  'journal',
] as const satisfies ServiceName[];

async function functionsOnPath() {
  const shop = await deployedShop();
  const { services, consumers, relay } = shop.system;
  const named = { ...services, ...consumers, relay };
  return { shop, functions: PATH.map((service) => [service, named[service].functionName] as const) };
}

/** Has the newest code of a release serve each service of the path that has any. */
async function shiftTo(release: 'v1' | 'v2'): Promise<void> {
  const { shop, functions } = await functionsOnPath();
  for (const [service, functionName] of functions) {
    const code = publishedReleases(service, release).at(-1) ?? '';
    const version = versionOf(await readReleases(shop.aws.lambda, functionName), code);
    await shop.traffic.shift(functionName, { version });
  }
}

async function place(orderId: string, headers: Record<string, string> = {}): Promise<void> {
  const shop = await deployedShop();
  const { status } = await shop.shop.send(
    'orders',
    'POST',
    '/orders',
    smallOrder(orderId),
    undefined,
    headers,
  );
  expect(status).toBe(201);
  const signal = new AbortController().signal;
  expect(await awaitConsumers({ ...shop, signal, progress: () => {} }, [orderId])).toBe(true);
}

async function hopsOf(orderId: string): Promise<Hop[]> {
  const { stdout, stderr, status } = await trace(orderId, '--json');
  expect(stderr).toBe('');
  const { traces }: TraceOutput = JSON.parse(stdout);
  expect(traces.map(({ missing }) => missing)).toEqual([[]]);
  expect(status).toBe(0);
  return traces[0]?.hops ?? [];
}

/** Each hop as `parent > child`, by service and kind. */
function edges(hops: readonly Hop[]): string[] {
  const name = ({ service, kind }: Hop) => `${service} ${kind}`;
  const byId = new Map(hops.map((hop) => [hop.spanId, name(hop)]));
  return hops.flatMap((hop) => {
    const parent = byId.get(hop.parentSpanId ?? '');
    return parent === undefined ? [] : [`${parent} > ${name(hop)}`];
  });
}

const orderId = () => `trace-${Date.now()}`;

describe.each(['v1', 'v2'] as const)('with release %s', (release) => {
  afterEach(() => shiftTo('v1'));

  test('the trace of an order reaches from the request to the last consumer', async () => {
    await shiftTo(release);
    const id = orderId();
    await place(id);
    const hops = await hopsOf(id);
    expect(edges(hops).sort()).toEqual(
      [
        'payments client > fraud server',
        'orders client > payments server',
        'orders producer > relay producer',
        'orders server > orders client',
        'orders server > orders producer',
        'payments server > payments client',
        'relay producer > analytics consumer',
        'relay producer > email consumer',
        'relay producer > journal consumer',
      ].sort(),
    );
    for (const service of PATH) {
      const own = hops.filter((hop) => hop.service === service);
      const code = publishedReleases(service, release).at(-1);
      expect(new Set(own.map((hop) => hop.release)), service).toEqual(new Set([code]));
      for (const { lambdaVersion } of own) expect(lambdaVersion).toMatch(/^\d+$/);
    }
    const schema = release === 'v1' ? 'order v1' : 'order v2';
    const processed = hops.filter(({ kind }) => kind === 'consumer');
    expect(processed.map((hop) => hop.schema)).toEqual([schema, schema, schema]);
    for (const { attributes } of processed) {
      expect(attributes).toMatchObject({
        'messaging.system': 'aws_sqs',
        'messaging.operation.type': 'process',
        'cloudevents.event_id': `${id}.order`,
      });
    }
  });
});

test('a caller that is not sampled leaves no trace, in no log group', async () => {
  const id = orderId();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4737';
  const since = Date.now();
  await place(id, { traceparent: `00-${traceId}-00f067aa0ba902b7-00` });
  const [{ status, stdout, stderr }, unknown] = await Promise.all([trace(id), trace('no-such-order')]);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain(`Order ${id} has no trace: its trace was not sampled`);

  const { shop, functions } = await functionsOnPath();
  const names = functions.map(([, functionName]) => functionName);
  const reader = spanReader({ ...shop, signal: new AbortController().signal }, names);
  onTestFinished(() => reader.close());
  expect(await reader.read({ traceId, since })).toEqual([]);

  expect(unknown.status).toBe(3);
  expect(unknown.stderr).toMatch(
    /^Error: Neither the outbox nor the journal has an event of order no-such-order\n/,
  );
});

test('the trace of a caller goes on through the shop, and every span reaches an OTLP receiver', async () => {
  const [receiver, rejecting] = [await startOtlpReceiver(), await startOtlpReceiver({ rejected: 3 })];
  onTestFinished(async () => {
    await receiver.close();
    await rejecting.close();
  });
  const id = orderId();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  await place(id, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
  const { status, stdout, stderr } = await trace(id, '--json', '--otlp', receiver.url);
  const { traces }: TraceOutput = JSON.parse(stdout);
  const hops = traces[0]?.hops ?? [];
  expect(traces[0]).toMatchObject({ traceId, missing: [] });
  expect(hops.filter(({ depth }) => depth === 0)).toMatchObject([
    { name: 'POST /orders', parentSpanId: '00f067aa0ba902b7' },
  ]);
  expect(stderr).toBe(`Sent ${hops.length} spans to ${receiver.url}.\n`);
  expect(status).toBe(0);

  const received = new Map(receiver.spans.map((span) => [span.spanId, span]));
  expect(received.size).toBe(hops.length);
  for (const hop of hops) {
    const span = received.get(hop.spanId);
    expect(span).toMatchObject({ traceId, name: hop.name, kind: `SPAN_KIND_${hop.kind.toUpperCase()}` });
    expect(span?.parentSpanId ?? null).toBe(hop.parentSpanId);
    expect(span?.resource.get('service.name')).toBe(hop.service);
    expect(span?.resource.get('service.version')).toBe(hop.release);
    expect(span?.resource.get('faas.version')).toBe(hop.lambdaVersion);
    expect(Object.fromEntries(span?.attributes ?? [])).toEqual(hop.attributes);
    const tookNs = Number((span?.endTimeUnixNano ?? 0n) - (span?.startTimeUnixNano ?? 0n));
    expect(tookNs / 1e6).toBeCloseTo(hop.tookMs, 3);
  }
  const year = new Date(Number((receiver.spans[0]?.startTimeUnixNano ?? 0n) / 1_000_000n)).getFullYear();
  expect(year).toBe(new Date().getFullYear());

  // A receiver that rejects spans, refuses the request, or is not there.
  const refusals = await Promise.all(
    [rejecting.url, `${rejecting.url}/elsewhere`, 'http://127.0.0.1:9'].map((url) =>
      trace(id, '--otlp', url),
    ),
  );
  expect(refusals.map((refusal) => refusal.status)).toEqual([3, 3, 3]);
  expect(refusals.map((refusal) => refusal.stderr)).toEqual([
    expect.stringContaining('the receiver rejected 3 of'),
    expect.stringContaining('answered 404'),
    expect.stringContaining('No OTLP receiver answers at http://127.0.0.1:9'),
  ]);
});
