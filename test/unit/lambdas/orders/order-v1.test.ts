import { describe, expect, it } from 'vitest';
import { readOrder as readAnalytics } from '../../../../lambdas/analytics/v1/order-event.ts';
import { readOrder as readEmail } from '../../../../lambdas/email/v1/order-event.ts';
import { withTotal } from '../../../../lambdas/orders/domain.ts';
import { newOrder, toRecord } from '../../../../lambdas/orders/v1/order.ts';
import { readEvent, writeEvent } from '../../../../lambdas/shared/events.ts';

const body = {
  orderId: '536365',
  kind: 'order',
  customerId: '17850',
  country: 'United Kingdom',
  placedAt: '2010-12-01T08:26:00Z',
  lines: [
    { sku: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPrice: '2.55' },
    { sku: '71053', description: '', quantity: -6, unitPrice: '0' },
  ],
};

function record(change: object = {}): Buffer {
  return toRecord(withTotal(newOrder.parse({ ...body, ...change })));
}

function event(data: Buffer) {
  const id = '536365.order';
  const attributes = { id, source: '/shop/orders', type: 'shop.order.placed', subject: '536365' };
  return readEvent(
    writeEvent({ ...attributes, time: new Date(0), dataschema: 'urn:shop:schemas:order:v1', data }),
  );
}

describe('an order of release v1', () => {
  it('reaches analytics and email with what they need', () => {
    const received = event(record());
    expect(readAnalytics(received)).toMatchObject({
      orderId: '536365',
      kind: 'order',
      country: 'United Kingdom',
      placedAt: new Date('2010-12-01T08:26:00Z'),
    });
    expect(readAnalytics(received).total.toFixed()).toBe('15.3');
    expect(readEmail(received)).toEqual({
      orderId: '536365',
      kind: 'order',
      customerId: '17850',
      total: '15.30',
    });
  });

  it('may be a guest’s', () => {
    expect(readEmail(event(record({ customerId: null }))).customerId).toBeNull();
  });

  it('gives equal bytes when it is equal, however its money and time were written', () => {
    const [first] = body.lines;
    const lines = [{ ...first, unitPrice: '2.5500' }, body.lines[1]];
    expect(record({ lines, placedAt: '2010-12-01T09:26:00+01:00' })).toEqual(record());
    expect(record({ country: 'France' })).not.toEqual(record());
  });

  it('takes as many lines as the largest real order has, in one event', () => {
    const lines = Array.from({ length: 675 }, (_, index) => ({
      ...body.lines[0],
      sku: String(10_000 + index),
    }));
    const { data } = event(record({ lines }));
    expect(readAnalytics(event(data)).total.toFixed()).toBe('10327.5');
  });

  it.each([
    ['no lines', { lines: [] }],
    ['a time without a zone', { placedAt: '2010-12-01T08:26:00' }],
    ['money as a number', { lines: [{ ...body.lines[0], unitPrice: 2.55 }] }],
    ['half a piece', { lines: [{ ...body.lines[0], quantity: 0.5 }] }],
    ['a kind that does not exist', { kind: 'wish' }],
    ['an id that no key can hold', { orderId: 'a/b' }],
    ['no word about the customer', { customerId: undefined }],
  ])('is refused with %s', (_, change) => {
    expect(newOrder.safeParse({ ...body, ...change }).success).toBe(false);
  });
});
