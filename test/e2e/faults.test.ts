import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import type { FaultRule } from '../../driver/faults/fault-rule.ts';
import type { FaultSwitch } from '../../driver/faults/fault-switch.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { deployedShop } from './support/deployed-shop.ts';

interface FaultyShop extends Shop {
  faults: FaultSwitch;
}

/** The shop, whose faults the end of the test clears. */
async function faultyShop(): Promise<FaultyShop> {
  const { faults, ...shop } = await deployedShop();
  if (faults === undefined) throw new Error('the shop for end-to-end tests is deployed without faults');
  onTestFinished(() => faults.clear());
  return { ...shop, faults };
}

const freshId = () => `fault-${randomBytes(6).toString('hex')}`;
const assessment = () => ({
  assessmentId: freshId(),
  amount: '10.00',
  currency: 'GBP',
  customerId: 'c1',
  country: 'United Kingdom',
});
const payment = () => {
  const { assessmentId: paymentId, ...rest } = assessment();
  return { paymentId, kind: 'charge', ...rest };
};
const fraud = (fault: FaultRule['fault'], rule: Partial<FaultRule> = {}): FaultRule => ({
  service: 'fraud',
  share: 1,
  fault,
  ...rule,
});

async function assess({ shop }: Shop, body = assessment()) {
  const started = performance.now();
  const answer = await shop.send('fraud', 'POST', '/assessments', body);
  return { ...answer, ms: performance.now() - started };
}

/** Payments fails, or holds the payment, when fraud does not answer: which of the two, its release decides. */
async function isAccepted({ shop }: Shop): Promise<boolean> {
  const { body } = await shop.send('payments', 'POST', '/payments', payment());
  return (body as { status?: string }).status === 'accepted';
}

describe('a fault of the deployed shop', () => {
  it('of latency, and of a late answer, delays answers; only the one acts at once', async () => {
    const shop = await faultyShop();
    for (const kind of ['latency', 'late-answer'] as const) {
      await shop.faults.set([fraud({ kind, ms: 600 })]);
      const { status, ms } = await assess(shop);
      expect(status).toBe(201);
      expect(ms).toBeGreaterThanOrEqual(599);
    }
    await shop.faults.clear();
    // 200: the assessment was made although its client had left before the answer.
    await shop.faults.set([fraud({ kind: 'late-answer', ms: 1000 })]);
    const body = assessment();
    await expect(
      shop.shop.send('fraud', 'POST', '/assessments', body, AbortSignal.timeout(700)),
    ).rejects.toThrow();
    await shop.faults.clear();
    expect((await assess(shop, body)).status).toBe(200);
  });

  it.each([
    ['error', 500, 'internal'],
    ['unavailable', 503, 'dependency-unavailable'],
    ['refusal', 429, 'too-many-requests'],
  ] as const)('of %s answers %i without acting', async (kind, status, code) => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind })]);
    const body = assessment();
    expect(await assess(shop, body)).toMatchObject({ status, body: { error: { code } } });
    await shop.faults.clear();
    // 201: it was not made before.
    expect((await assess(shop, body)).status).toBe(201);
  });

  it('of a slow body is late and long, and means the same', async () => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind: 'slow-body', ms: 300, bytes: 500_000 })]);
    const body = assessment();
    const { status, ms, body: answered } = await assess(shop, body);
    expect(status).toBe(201);
    expect(ms).toBeGreaterThanOrEqual(299);
    expect(answered).toMatchObject({ assessmentId: body.assessmentId });
  });

  it('of a wrong encoding is no JSON, and payments accepts nothing on it', async () => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind: 'wrong-encoding' })]);
    expect(await assess(shop)).toMatchObject({ status: 201, body: undefined });
    expect(await isAccepted(shop)).toBe(false);
  });

  it('of one edge strikes the calls of that caller alone, and of one operation that alone', async () => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind: 'error' }, { caller: 'payments' })]);
    expect((await assess(shop)).status).toBe(201);
    expect(await isAccepted(shop)).toBe(false);
    await shop.faults.set([fraud({ kind: 'error' }, { caller: 'orders' })]);
    expect(await isAccepted(shop)).toBe(true);
    await shop.faults.set([fraud({ kind: 'error' }, { operation: 'GET /assessments' })]);
    expect(await isAccepted(shop)).toBe(true);
  });

  it('of fraud holds an order for review, and the answer to its client says why', async () => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind: 'error' }, { caller: 'payments' })]);
    const order = smallOrder(freshId());
    const place = () => shop.shop.send('orders', 'POST', '/orders', order);
    expect(await place()).toMatchObject({ status: 201, body: { status: 'under-review', degraded: true } });
    await shop.faults.clear();
    // The decision was made, and is not made again.
    expect(await place()).toMatchObject({ status: 200, body: { status: 'under-review', degraded: true } });
    const { body } = await shop.shop.send('orders', 'POST', '/orders', smallOrder(freshId()));
    expect(body).toMatchObject({ status: 'placed' });
    expect(body).not.toHaveProperty('degraded');
  });

  it('of a share of calls strikes about that share', async () => {
    const shop = await faultyShop();
    await shop.faults.set([fraud({ kind: 'error' }, { share: 0.5 })]);
    const statuses = [];
    for (let call = 1; call <= 60; call += 1) statuses.push((await assess(shop)).status);
    const struck = statuses.filter((status) => status === 500).length;
    expect(statuses.filter((status) => status === 201)).toHaveLength(60 - struck);
    // Outside these limits once in ten million runs.
    expect(struck).toBeGreaterThan(9);
    expect(struck).toBeLessThan(51);
  });

  it('switches the protections of a caller off, and on again', async () => {
    const shop = await faultyShop();
    /** How many of 12 calls of payments failed without a call of fraud, because its breaker was open. */
    const rejected = async () => {
      let count = 0;
      for (let call = 1; call <= 12; call += 1) {
        const { body } = await shop.shop.send('payments', 'POST', '/payments', payment());
        if (/not called at the moment/.test(JSON.stringify(body))) count += 1;
      }
      return count;
    };
    const order = () => shop.shop.send('orders', 'POST', '/orders', smallOrder(freshId()));
    const down = fraud({ kind: 'unavailable' }, { caller: 'payments' });
    const without = (off: 'all' | 'fallback'): FaultRule => ({
      service: 'payments',
      share: 1,
      fault: { kind: 'protections', off },
    });
    await shop.faults.set([down, without('all')]);
    expect(await rejected()).toBe(0);
    expect((await order()).status).toBeGreaterThanOrEqual(500);
    await shop.faults.set([down, without('fallback')]);
    expect(await rejected()).toBeGreaterThan(0);
    expect((await order()).status).toBeGreaterThanOrEqual(500);
    await shop.faults.set([down]);
    expect(await order()).toMatchObject({ status: 201, body: { degraded: true } });
    await shop.faults.clear();
    // Until the breaker has closed.
    await expect.poll(() => isAccepted(shop), { timeout: 20_000 }).toBe(true);
  });
});
