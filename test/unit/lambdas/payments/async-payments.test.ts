import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as acceptV11 from '../../../../lambdas/payments/v1.1/accept-payment.ts';
import * as finishV11 from '../../../../lambdas/payments/v1.1/finish-payment.ts';
import { paymentStore as storeV11 } from '../../../../lambdas/payments/v1.1/payment-store.ts';
import { paymentsHandler as handlerV11 } from '../../../../lambdas/payments/v1.1/payments-handler.ts';
import * as finishV2 from '../../../../lambdas/payments/v2/finish-payment.ts';
import { paymentStore as storeV2 } from '../../../../lambdas/payments/v2/payment-store.ts';
import { paymentsHandler as handlerV2 } from '../../../../lambdas/payments/v2/payments-handler.ts';
import type { Callback } from '../../../../lambdas/shared/callbacks/send-callback.ts';
import { ShopError } from '../../../../lambdas/shared/errors.ts';
import type { ReceivedMessage } from '../../../../lambdas/shared/queues/queue-worker.ts';
import { Deadline } from '../../../../lambdas/shared/resilience/deadline.ts';
import { type Asked, ask, type Handler } from './ask.ts';
import { asyncPayments, CALLBACK_URL, recordedQueue } from './async-payments.ts';
import { memoryTable } from './memory-table.ts';

const allowed = { decision: 'allow', score: 15, degraded: false } as const;
const assess = vi.fn<() => Promise<typeof allowed>>();
const send = vi.fn<(callback: Callback) => Promise<void>>();
const now = () => new Date('2026-12-01T08:26:00Z');
let table = memoryTable();
let work = recordedQueue();
let callbacks = recordedQueue();

interface Release {
  handler(): Handler;
  take(message: ReceivedMessage): Promise<void>;
  report(message: ReceivedMessage): Promise<void>;
}

const common = () => ({ assess, assessOrHold: assess, now, newPaymentId: () => 'made' });
const releases: Record<string, Release> = {
  'v1.1': {
    handler: () => handlerV11({ ...common(), ...asyncPayments(table, work), store: storeV11(table) }),
    take: (message) =>
      finishV11.takeRequestedPayment({
        ...common(),
        ...asyncPayments(table),
        store: storeV11(table),
        callbacks,
      })(message),
    report: (message) =>
      finishV11.reportPayment({ now, send, ...asyncPayments(table), store: storeV11(table) })(message),
  },
  v2: {
    handler: () => handlerV2({ ...common(), ...asyncPayments(table, work), store: storeV2(table) }),
    take: (message) =>
      finishV2.takeRequestedPayment({
        ...common(),
        ...asyncPayments(table),
        store: storeV2(table),
        callbacks,
      })(message),
    report: (message) =>
      finishV2.reportPayment({ now, send, ...asyncPayments(table), store: storeV2(table) })(message),
  },
};

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL', '');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  table = memoryTable();
  work = recordedQueue();
  callbacks = recordedQueue();
  assess.mockReset().mockResolvedValue(allowed);
  send.mockReset().mockResolvedValue();
});

const body = {
  orderId: '536365',
  amount: '139.1',
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'France',
};
const asked = (more: object = {}): Asked => ({
  headers: { 'Idempotency-Key': 'k1', Prefer: 'respond-async, wait=10' },
  body: { ...body, callbackUrl: CALLBACK_URL, ...more },
});
const received = (attempt = 1): ReceivedMessage => ({
  body: { paymentId: 'k1' },
  attributes: new Map(),
  attempt,
  deadline: Deadline.in(5000),
});
const POST = 'POST /v1/payments';
const GET = 'GET /v1/payments/{paymentId}';

describe.each(Object.entries(releases))('release %s of payments, asynchronously', (name, release) => {
  it('accepts a payment, and takes it when the work is done', async () => {
    const accepted = await ask(release.handler(), POST, asked());
    expect(accepted.status).toBe(202);
    expect(accepted.headers.get('location')).toBe('payments/k1');
    expect(accepted.headers.get('preference-applied')).toBe('respond-async');
    expect(accepted.body).toEqual({
      paymentId: 'k1',
      orderId: '536365',
      kind: 'charge',
      amount: '139.10',
      currency: 'GBP',
      status: 'processing',
      requestedAt: '2026-12-01T08:26:00.000Z',
    });
    expect(assess).not.toHaveBeenCalled();
    expect(work.sent).toEqual([{ paymentId: 'k1' } satisfies acceptV11.PaymentMessage]);
    expect(await ask(release.handler(), GET, { paymentId: 'k1' })).toMatchObject({
      status: 202,
      body: accepted.body,
    });

    await release.take(received());
    expect(await ask(release.handler(), GET, { paymentId: 'k1' })).toMatchObject({
      status: 200,
      body: { status: 'accepted', amount: '139.10' },
    });
    expect(callbacks.sent).toEqual([{ paymentId: 'k1' }]);
  });

  it('charges once, however often the request and the message come', async () => {
    await ask(release.handler(), POST, asked());
    const again = await ask(release.handler(), POST, asked());
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(work.sent).toHaveLength(2);
    await Promise.all([release.take(received()), release.take(received(2))]);
    // The payment and its request.
    expect(table.size).toBe(2);
    const late = await ask(release.handler(), POST, asked());
    expect([late.status, late.body.status]).toEqual([200, 'accepted']);
  });

  it('refuses a key that asked for something else before', async () => {
    await ask(release.handler(), POST, asked());
    for (const other of [{ amount: '1' }, { orderId: '536366' }, { callbackUrl: undefined }]) {
      const refused = await ask(release.handler(), POST, asked(other));
      expect([refused.status, refused.body.code]).toEqual([422, 'idempotency-key-reused']);
    }
    expect(work.sent).toHaveLength(1);
  });

  it.each([
    'https://example.com/callbacks/payments',
    `${CALLBACK_URL}/`,
    `${CALLBACK_URL}?x=1`,
    CALLBACK_URL.replace('/callbacks/', '/callbacks/../callbacks/'),
    CALLBACK_URL.replace('https://', 'https://user@'),
    CALLBACK_URL.replace('receiver', 'other'),
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
  ])('refuses the callback URL %s, and stores nothing', async (callbackUrl) => {
    const refused = await ask(release.handler(), POST, asked({ callbackUrl }));
    expect([refused.status, refused.body.code]).toEqual([400, 'bad-request']);
    expect(refused.body.detail).toMatch(/^callbackUrl: /);
    expect([table.size, work.sent]).toEqual([0, []]);
  });

  it('waits for fraud instead of holding the payment', async () => {
    await ask(release.handler(), POST, asked());
    assess.mockRejectedValue(new ShopError('dependency-unavailable', 'fraud is down'));
    await expect(release.take(received())).rejects.toMatchObject({ code: 'dependency-unavailable' });
    expect([table.size, callbacks.sent]).toEqual([1, []]);
    assess.mockResolvedValue(allowed);
    await release.take(received(2));
    expect(table.size).toBe(2);
  });

  it('reports the payment under the same id in every delivery', async () => {
    await ask(release.handler(), POST, asked());
    await release.take(received());
    await release.report(received());
    await release.report(received(2));
    expect(send.mock.calls.map(([{ url, callbackId, attempt }]) => [url.href, callbackId, attempt])).toEqual([
      [CALLBACK_URL, 'payment-k1', 1],
      [CALLBACK_URL, 'payment-k1', 2],
    ]);
    const { body: current } = await ask(release.handler(), GET, { paymentId: 'k1' });
    expect(send.mock.calls[0]?.[0].body).toEqual(current);
  });

  it('queues no callback for a client that asks for none, and fails on messages without a request', async () => {
    await ask(release.handler(), POST, asked({ callbackUrl: undefined }));
    await release.take(received());
    expect(callbacks.sent).toEqual([]);
    const unknown = { ...received(), body: { paymentId: 'k2' } };
    await expect(release.take(unknown)).rejects.toMatchObject({ code: 'not-found' });
    await expect(release.take({ ...received(), body: [] })).rejects.toMatchObject({
      code: 'malformed-event',
    });
  });

  it('ignores the callback URL of a client that waits', async () => {
    const { status } = await ask(release.handler(), POST, { ...asked(), headers: {} });
    expect([status, work.sent, name]).toEqual([201, [], name]);
  });
});
