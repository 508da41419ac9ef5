import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import { restHandler } from '../../../../../lambdas/shared/http.ts';
import { logger } from '../../../../../lambdas/shared/logging.ts';
import { sendSigned } from '../../../../../lambdas/shared/protocols/send-signed.ts';
import { recordedSpans, SAMPLED_PARENT, SPAN_ID, TRACE_ID, UNSAMPLED_PARENT } from './recorded-spans.ts';

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 1000 } as Context;

function handlerThatCalls(requests: Record<string, string>[], status = 200) {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  return restHandler({
    release: 'v7',
    routes: {
      async 'POST /things/{id}'() {
        const url = new URL('https://abc.execute-api.us-east-1.amazonaws.com/live/orders/secret-id');
        const request = { method: 'POST', url, headers: {}, body: '{"card":"secret"}', timeoutMs: 100 };
        await sendSigned('payments', request, async ({ headers }) => {
          requests.push(headers);
          return { status, body: '' };
        });
        return { status: 201, body: {} };
      },
      async 'GET /broken'() {
        throw new ShopError('internal', 'secret');
      },
    },
  });
}

function event(headers: Record<string, string>, change: Partial<APIGatewayProxyEvent> = {}) {
  return {
    httpMethod: 'POST',
    resource: '/things/{id}',
    path: '/things/secret-id',
    headers,
    body: '{"card":"secret"}',
    ...change,
  } as APIGatewayProxyEvent;
}

describe('a request', () => {
  it('is a server span, and the call that it makes a client span below it, whose context is sent and signed', async () => {
    const spans = recordedSpans();
    const requests: Record<string, string>[] = [];
    await handlerThatCalls(requests)(event({ Traceparent: SAMPLED_PARENT }), context);
    const [client, server] = spans;
    expect(server).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: SPAN_ID,
      kind: 'server',
      name: 'POST /things/{id}',
      attributes: { 'http.response.status_code': 201, 'http.route': '/things/{id}', 'faas.trigger': 'http' },
      resource: { 'service.name': 'orders', 'service.version': 'v7' },
    });
    expect(client).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: server?.spanId,
      kind: 'client',
      attributes: { 'service.peer.name': 'payments', 'http.response.status_code': 200 },
    });
    expect(requests[0]?.['traceparent']).toBe(`00-${TRACE_ID}-${client?.spanId}-01`);
    expect(requests[0]?.['authorization']).toMatch(/SignedHeaders=[^,]*traceparent/);
    const [first, second] = [server?.startUs ?? 0, client?.startUs ?? 0];
    expect(first).toBeLessThanOrEqual(second);
    expect(client?.endUs).toBeLessThanOrEqual(server?.endUs ?? 0);
  });

  it('is recorded without payload, ids in paths and credentials', async () => {
    const spans = recordedSpans();
    await handlerThatCalls([])(event({ traceparent: SAMPLED_PARENT }), context);
    expect(spans).toHaveLength(2);
    expect(JSON.stringify(spans)).not.toMatch(/secret|AWS4|Signature/);
  });

  it('is not recorded if its caller is not sampled, and passes that on to the services that it calls', async () => {
    const spans = recordedSpans();
    const requests: Record<string, string>[] = [];
    await handlerThatCalls(requests)(event({ traceparent: UNSAMPLED_PARENT }), context);
    expect(spans).toEqual([]);
    expect(requests[0]?.['traceparent']).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
  });

  it('belongs to the trace of X-Amzn-Trace-Id where there is no usable traceparent', async () => {
    const spans = recordedSpans();
    const headers = {
      'X-Amzn-Trace-Id': 'Root=1-67891233-abcdef012345678912345678',
      traceparent: 'nonsense',
    };
    await handlerThatCalls([])(event(headers), context);
    expect(spans.map(({ traceId }) => traceId)).toEqual(Array(2).fill('67891233abcdef012345678912345678'));
    expect(spans[1]).not.toHaveProperty('parentSpanId');
  });

  it('is recorded by the configured share if its caller has made no sampling decision', async () => {
    const spans = recordedSpans('0.5');
    const handler = handlerThatCalls([]);
    for (const random of ['abcdef012345678900000000', 'abcdef0123456789ffffffff']) {
      await handler(event({ 'X-Amzn-Trace-Id': `Root=1-67891233-${random}` }), context);
    }
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(
      new Set(['67891233abcdef012345678900000000']),
    );
  });

  it('leaves nothing where tracing is off, whatever the caller asks for', async () => {
    const spans = recordedSpans('');
    const requests: Record<string, string>[] = [];
    await handlerThatCalls(requests)(event({ traceparent: SAMPLED_PARENT }), context);
    expect(spans).toEqual([]);
    expect(requests[0]).not.toHaveProperty('traceparent');
  });

  it('that fails says with which code, and not with which message', async () => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    const spans = recordedSpans();
    const change = { httpMethod: 'GET', resource: '/broken' };
    await handlerThatCalls([])(event({ traceparent: SAMPLED_PARENT }, change), context);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({
      status: 'error',
      attributes: { 'error.type': 'internal', 'http.response.status_code': 500 },
    });
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  it('that was refused is no failure of the service', async () => {
    const spans = recordedSpans();
    await handlerThatCalls([])(event({ traceparent: SAMPLED_PARENT }, { resource: '/none' }), context);
    expect(spans[0]).toMatchObject({ attributes: { 'error.type': 'not-found' } });
    expect(spans[0]).not.toHaveProperty('status');
  });
});

it('a call that was answered with an error is a failed client span', async () => {
  const spans = recordedSpans();
  await handlerThatCalls([], 503)(event({ traceparent: SAMPLED_PARENT }), context);
  expect(spans[0]).toMatchObject({ kind: 'client', status: 'error', attributes: { 'error.type': '503' } });
});
