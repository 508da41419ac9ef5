import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShopError } from '../../../../../../lambdas/shared/errors.ts';
import { HttpTimeout, type SendHttp } from '../../../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../../../lambdas/shared/identity.ts';
import { logger } from '../../../../../../lambdas/shared/logging.ts';
import { type RestClient, restClient } from '../../../../../../lambdas/shared/protocols/rest/client.ts';
import { Deadline } from '../../../../../../lambdas/shared/resilience/deadline.ts';
import type { paths } from '../../../../../../schemas/gen/openapi/payments/v1.ts';

const payment = {
  paymentId: 'o1',
  orderId: 'o1',
  kind: 'charge',
  amount: '12.50',
  currency: 'GBP',
  status: 'accepted',
  assessment: { decision: 'allow', score: 0, degraded: false },
  createdAt: null,
} as const;
const problem = (code: string, detail = 'no') => JSON.stringify({ code, detail, title: 'No' });

const policy = {
  attemptMs: 1000,
  budgetMs: 3000,
  retries: { attempts: 3, initialDelayMs: 1, maxDelayMs: 2, budget: 1 },
  breaker: { failures: 2, openMs: 60_000 },
  bulkhead: { concurrent: 10, queued: 0 },
};
const sending = vi.fn<SendHttp>();
let payments: RestClient<paths>;

beforeEach(() => {
  sending.mockReset();
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
  identifyAs('v1.2');
  const address = { apiId: 'a1', stage: 'live' };
  payments = restClient<paths>({ dependency: 'payments', address, policy }, sending);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const { paymentId: _id, status: _status, assessment: _assessment, createdAt: _at, ...asked } = payment;

function pay(ms = 10_000) {
  return payments.call(
    (api, timeoutMs) =>
      api.POST('/v1/payments', {
        params: { header: { 'x-timeout-ms': timeoutMs, 'Idempotency-Key': 'o1' } },
        body: { ...asked, customerId: null, country: 'France' },
      }),
    { deadline: Deadline.in(ms) },
  );
}

const outcome = (call: Promise<unknown>) => call.catch((error: unknown) => ShopError.from(error).code);

describe('a call of a service with an OpenAPI contract', () => {
  it('is signed, and says who calls, how long it waits, and which key it has', async () => {
    sending.mockResolvedValue({ status: 201, body: JSON.stringify(payment) });
    expect(await pay()).toEqual(payment);
    const { method, url, headers, body } = sending.mock.calls[0]?.[0] ?? expect.fail();
    expect([method, String(url)]).toEqual([
      'POST',
      'https://a1.execute-api.eu-west-2.amazonaws.com/live/v1/payments',
    ]);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'shop-orders/v1.2',
      'x-timeout-ms': '1000',
      'idempotency-key': 'o1',
      authorization: expect.stringContaining('SignedHeaders=content-type;host;idempotency-key'),
    });
    expect(JSON.parse(body)).toMatchObject({ orderId: 'o1', amount: '12.50' });
  });

  it('tells the dependency less time than its own caller has', async () => {
    sending.mockResolvedValue({ status: 201, body: JSON.stringify(payment) });
    await pay(500);
    const { headers, timeoutMs } = sending.mock.calls[0]?.[0] ?? expect.fail();
    expect(timeoutMs).toBeLessThanOrEqual(450);
    expect(Number(headers['x-timeout-ms'])).toBe(Math.floor(timeoutMs));
  });

  it('is sent again after a failure that may pass, and not after a refusal', async () => {
    sending.mockResolvedValueOnce({ status: 503, body: problem('dependency-unavailable') });
    sending.mockResolvedValueOnce({ status: 201, body: JSON.stringify(payment) });
    expect(await pay()).toEqual(payment);
    expect(sending).toHaveBeenCalledTimes(2);

    sending.mockReset().mockResolvedValue({ status: 422, body: problem('idempotency-key-reused') });
    expect(await outcome(pay())).toBe('idempotency-key-reused');
    expect(sending).toHaveBeenCalledOnce();
  });

  it.each([
    ['a problem', { status: 404, body: problem('not-found') }, 'not-found'],
    ['a fault over there', { status: 500, body: problem('internal') }, 'dependency-failed'],
    ['a deadline that was over', { status: 504, body: problem('deadline-exceeded') }, 'dependency-timeout'],
    ['a code of a later release', { status: 400, body: problem('teapot') }, 'dependency-failed'],
    [
      'a code that is a name of every object',
      { status: 400, body: problem('toString') },
      'dependency-failed',
    ],
    [
      'throttling by API Gateway',
      { status: 429, body: '{"message":"Too Many Requests"}' },
      'too-many-requests',
    ],
    ['a crash', { status: 502, body: '{"message":"Internal server error"}' }, 'dependency-unavailable'],
    ['a timeout of API Gateway', { status: 504, body: '{}' }, 'dependency-timeout'],
    ['a missing permission', { status: 403, body: '{"message":"Forbidden"}' }, 'dependency-failed'],
    ['an answer that is not JSON', { status: 200, body: '<html>' }, 'dependency-failed'],
    ['an empty answer', { status: 200, body: '' }, 'dependency-failed'],
  ])('reports %s', async (_, answer, code) => {
    sending.mockResolvedValue(answer);
    expect(await outcome(pay())).toBe(code);
  });

  it('reports that nobody answers, or not in time', async () => {
    sending.mockRejectedValue(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(await outcome(pay())).toBe('dependency-unavailable');
    sending.mockReset().mockRejectedValue(new HttpTimeout('no answer in time'));
    expect(await outcome(pay())).toBe('dependency-timeout');
  });

  it('is not made while the dependency is known to be down', async () => {
    sending.mockResolvedValue({ status: 503, body: problem('dependency-unavailable') });
    await outcome(pay());
    await outcome(pay());
    sending.mockReset();
    expect(await outcome(pay())).toBe('dependency-unavailable');
    expect(sending).not.toHaveBeenCalled();
  });
});
