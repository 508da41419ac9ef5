import { describe, expect, it } from 'vitest';
import {
  billFor,
  consignmentOf,
  eventId,
  repetition,
  statusOf,
  withTotal,
} from '../../../../lambdas/orders/domain.ts';
import { Money } from '../../../../lambdas/shared/money.ts';

const line = (quantity: number, unitPrice: string) => ({ quantity, unitPrice: Money(unitPrice) });
const order = (total: string) => ({
  orderId: '536365',
  customerId: '17850',
  country: 'United Kingdom',
  total: Money(total),
});

describe('an order', () => {
  it('is worth the exact sum of its lines', () => {
    const { total } = withTotal({ lines: [line(3, '0.1'), line(1, '0.2'), line(-1, '0.05')] });
    expect(total.toFixed()).toBe('0.45');
  });

  it('may be worth nothing, or less', () => {
    expect(withTotal({ lines: [line(12, '0')] }).total.eq('0')).toBe(true);
    expect(withTotal({ lines: [line(-2, '1.25')] }).total.toFixed()).toBe('-2.5');
  });

  it('is refused when its sum outgrows what money can be', () => {
    expect(() => withTotal({ lines: [line(1_000_000, '999999999999999')] })).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
  });

  it('is charged when it is worth something, and paid back when less', () => {
    expect(billFor(order('12.5'))).toEqual({
      paymentId: '536365',
      amount: '12.50',
      currency: 'GBP',
      kind: 'charge',
      customerId: '17850',
      country: 'United Kingdom',
    });
    expect(billFor(order('-12.5'))).toMatchObject({ amount: '12.50', kind: 'refund' });
    expect(billFor(order('0'))).toMatchObject({ amount: '0.00', kind: 'charge' });
  });

  it('is taken whatever fraud says', () => {
    expect(statusOf('order', 'accepted')).toBe('placed');
    expect(statusOf('cancellation', 'accepted')).toBe('cancelled');
    expect(statusOf('order', 'held')).toBe('under-review');
  });

  it('gives the same event id each time', () => {
    expect(eventId('536365', 'order')).toBe('536365.order');
    expect(eventId('C536365', 'cancellation')).toBe('C536365.cancellation');
  });
});

describe('an order whose id is known', () => {
  const known = { record: new Uint8Array([1, 2]), total: Money('1') };

  it('is a repetition when it is the same order', () => {
    expect(repetition(known, new Uint8Array([1, 2]))).toBe(known);
  });

  it('is a conflict when it is another', () => {
    expect(() => repetition(known, new Uint8Array([1, 3]))).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });
});

describe('a consignment', () => {
  const shipping = (status: string, ...quantities: number[]) =>
    consignmentOf({
      orderId: 'o-1',
      country: 'EIRE',
      status,
      lines: quantities.map((quantity) => ({ quantity })),
    });

  it('weighs as much as its pieces, without what comes back, in parcels of ten kilograms', () => {
    expect(shipping('placed', 2, -1, 0)).toEqual({
      orderId: 'o-1',
      country: 'EIRE',
      weightGrams: 300,
      parcels: 1,
    });
    expect(shipping('placed', 66)).toMatchObject({ weightGrams: 9900, parcels: 1 });
    expect(shipping('placed', 60, 7)).toMatchObject({ weightGrams: 10_050, parcels: 2 });
  });

  it('fits the contract of the carrier at its limit', () => {
    expect(shipping('placed', 6666)).toMatchObject({ weightGrams: 999_900, parcels: 100 });
  });

  it.each([
    ['an order under review', 'under-review', [1]],
    ['a cancellation', 'cancelled', [1]],
    ['an order of nothing but returns', 'placed', [-2, 0]],
    ['an order heavier than the carrier takes', 'placed', [6667]],
  ])('is refused for %s', (_, status, quantities) => {
    expect(() => shipping(status, ...quantities)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });
});
