import { expect, it } from 'vitest';
import { isAbandoned, withTotal } from '../../../../lambdas/orders/domain.ts';
import { fromRecord, newOrder, toRecord } from '../../../../lambdas/orders/v1.1/order.ts';
import { parse } from '../../../../lambdas/shared/parse.ts';

const ORDER = {
  orderId: 'o-1',
  kind: 'cancellation',
  customerId: null,
  country: 'Åland',
  placedAt: '2010-12-01T08:26:00+01:00',
  lines: [
    { sku: 's', description: '', quantity: -3, unitPrice: '12.5' },
    { sku: 't', description: 'x', quantity: 0, unitPrice: '0.0001' },
  ],
};
const order = (changes: object = {}) => withTotal(parse(newOrder, { ...ORDER, ...changes }));

it.each([{}, { customerId: 'c-1', kind: 'order' }])(
  'a pending order is read back as it was taken, and gives the same bytes again',
  (changes) => {
    const taken = order(changes);
    const read = fromRecord(toRecord(taken));
    expect(read).toEqual(taken);
    expect(toRecord(read)).toEqual(toRecord(taken));
    expect(read.total.toFixed()).toBe('-37.5');
  },
);

it('a pending order is abandoned only after every request that could have begun it has ended', () => {
  const since = new Date('2026-12-01T00:00:00Z');
  const after = (seconds: number) => isAbandoned(since, new Date(since.getTime() + seconds * 1000));
  expect([after(0), after(20), after(60), after(61)]).toEqual([false, false, false, true]);
});
