import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { paymentKey } from '../../../../lambdas/payments/domain.ts';
import * as v1 from '../../../../lambdas/payments/v1/payment.ts';
import { paymentStore as storeV11 } from '../../../../lambdas/payments/v1.1/payment-store.ts';
import type { Payment } from '../../../../lambdas/payments/v2/payment.ts';
import { paymentStore as storeV2 } from '../../../../lambdas/payments/v2/payment-store.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import { parse } from '../../../../lambdas/shared/parse.ts';
import { memoryTable } from './memory-table.ts';

const payment = {
  paymentId: 'p1',
  orderId: '536365',
  amount: Money('999999999999999.9999'),
  currency: 'GBP',
  kind: 'charge',
  customerId: '17850',
  country: 'France',
  status: 'accepted',
  assessment: { decision: 'allow', score: 15, degraded: false },
  createdAt: '2026-12-01T08:26:00.000Z',
} as const;
const unassessed = {
  ...payment,
  status: 'held',
  assessment: { decision: 'review', score: null, degraded: true },
} as const;
const declined: Payment = {
  ...payment,
  channel: 'web',
  status: 'declined',
  assessment: { decision: 'decline', score: 95, degraded: false },
};

/** What v1, which is frozen, makes of an item. */
async function readByV1(table: ReturnType<typeof memoryTable>) {
  return parse(v1.storedPayment, await table.getItem(paymentKey('p1')), 'internal');
}

describe('an item of a payment', () => {
  it('of v1 is read by both later releases', async () => {
    const table = memoryTable();
    const { orderId: _orderId, createdAt: _createdAt, ...asked } = payment;
    const assessment = { assessmentId: 'p1', decision: 'allow', score: 15 } as const;
    await table.createItem(paymentKey('p1'), v1.paymentAttributes({ ...asked, assessment }));
    for (const store of [storeV11(table), storeV2(table)]) {
      expect(await store.find('p1')).toEqual({ ...payment, orderId: 'p1', createdAt: null });
    }
  });

  it.each([
    ['v1.1', storeV11],
    ['v2', storeV2],
  ])('of %s is read by all releases', async (_, writer) => {
    const table = memoryTable();
    await writer(table).create(payment);
    for (const store of [storeV11(table), storeV2(table)]) expect(await store.find('p1')).toEqual(payment);
    expect(await readByV1(table)).toMatchObject({
      amount: payment.amount,
      status: 'accepted',
      assessment: { assessmentId: 'p1', decision: 'allow', score: 15 },
    });
  });

  it.each([
    ['v1.1', storeV11],
    ['v2', storeV2],
  ])('that fraud has not assessed has no score in %s, and the highest for v1', async (_, writer) => {
    const table = memoryTable();
    await writer(table).create(unassessed);
    for (const store of [storeV11(table), storeV2(table)]) expect(await store.find('p1')).toEqual(unassessed);
    expect(await readByV1(table)).toMatchObject({
      status: 'held',
      assessment: { decision: 'review', score: 100 },
    });
  });

  it('that v2 declined is held for the releases before it', async () => {
    const table = memoryTable();
    await storeV2(table).create(declined);
    expect(await storeV2(table).find('p1')).toEqual(declined);
    expect(await storeV11(table).find('p1')).toMatchObject({
      status: 'held',
      assessment: { decision: 'review', score: 95, degraded: false },
    });
    expect(await readByV1(table)).toMatchObject({ status: 'held', assessment: { decision: 'review' } });
  });

  it('keeps its amount as an exact number, and stores nothing that the contract does not name', async () => {
    const table = memoryTable();
    await storeV2(table).create(declined);
    const item = await table.getItem(paymentKey('p1'));
    expect(item?.['amount']).toEqual(NumberValue.from('999999999999999.9999'));
    expect(Object.keys(item ?? {}).sort()).toEqual(
      ['pk', 'sk', 'type', 'paymentId', 'orderId', 'amount', 'currency', 'kind', 'customerId', 'country']
        .concat('channel', 'status', 'declined', 'assessment', 'createdAt')
        .sort(),
    );
  });
});
