import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { billFor } from '../../../../lambdas/orders/domain.ts';
import { orderPayments } from '../../../../lambdas/orders/v1.2/payments.ts';
import type { SendHttp } from '../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../lambdas/shared/identity.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import { Deadline } from '../../../../lambdas/shared/resilience/deadline.ts';

const sending = vi.fn<SendHttp>();
const payments = () => orderPayments({ apiId: 'a1', stage: 'live' }, sending);
const bill = billFor({ orderId: 'o-1', customerId: null, country: 'France', total: Money('-27.5') });
const accepted = { status: 'accepted', assessment: { decision: 'allow', score: 0, degraded: false } };
const answer =
  (status: number, body: unknown): SendHttp =>
  async () =>
    ({ status, body: JSON.stringify(body), headers: {} }) as Awaited<ReturnType<SendHttp>>;
const problem = (status: number, code: string) => answer(status, { code, detail: 'why' });

beforeEach(() => {
  sending.mockReset();
  identifyAs('v1.2');
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
  vi.stubEnv('FAULTS_TABLE', undefined);
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('orders v1.2 has an order paid for', () => {
  it('over contract v1, once for each order, within the time of its caller', async () => {
    sending.mockImplementation(answer(201, accepted));
    expect(await payments().pay(bill, Deadline.in(2000))).toEqual({ status: 'accepted', degraded: false });
    const { url, headers, body = '', timeoutMs = 0 } = sending.mock.calls[0]?.[0] ?? {};
    expect(String(url)).toMatch(/\/live\/v1\/payments$/);
    expect(headers).toMatchObject({ 'idempotency-key': 'o-1', 'user-agent': 'shop-orders/v1.2' });
    expect(Number(headers?.['x-timeout-ms'])).toBe(Math.floor(timeoutMs));
    expect(timeoutMs).toBeLessThanOrEqual(1800);
    expect(JSON.parse(String(body))).toEqual({
      orderId: 'o-1',
      amount: '27.50',
      currency: 'GBP',
      kind: 'refund',
      customerId: null,
      country: 'France',
    });
  });

  it('and passes on that payments decided without fraud', async () => {
    const held = { status: 'held', assessment: { decision: 'review', score: null, degraded: true } };
    sending.mockImplementation(answer(201, held));
    expect(await payments().pay(bill, Deadline.in(2000))).toEqual({ status: 'held', degraded: true });
  });

  it.each([
    ['idempotency-key-reused', 422, 'conflict'],
    ['bad-request', 400, 'dependency-failed'],
    ['internal', 500, 'dependency-failed'],
    ['dependency-unavailable', 503, 'dependency-unavailable'],
  ])('%s of payments is %i there and %s here', async (code, status, seen) => {
    sending.mockImplementation(problem(status, code));
    await expect(payments().pay(bill, Deadline.in(2000))).rejects.toMatchObject({ code: seen });
  });
});

it('orders v1.2 asks whether an order is paid for', async () => {
  sending.mockImplementation(answer(200, accepted));
  expect(await payments().isPaid('o-1', Deadline.in(2000))).toBe(true);
  expect(String(sending.mock.calls[0]?.[0].url)).toMatch(/\/live\/v1\/payments\/o-1$/);
  sending.mockImplementation(problem(404, 'not-found'));
  expect(await payments().isPaid('o-1', Deadline.in(2000))).toBe(false);
  sending.mockImplementation(problem(500, 'internal'));
  await expect(payments().isPaid('o-1', Deadline.in(2000))).rejects.toMatchObject({
    code: 'dependency-failed',
  });
});
