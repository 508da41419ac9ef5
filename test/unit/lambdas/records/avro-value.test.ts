import { describe, expect, it } from 'vitest';
import { fromAvro, toAvro } from '../../../../lambdas/records/values/avro-value.ts';
import { merged } from '../../../../lambdas/records/values/plain.ts';
import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { SCHEMA as orderV6 } from '../../../../schemas/gen/avro/order/v6.ts';

const { type } = avroSchema(orderV6);
const ORDER = {
  orderId: 'o-1',
  kind: 'exchange',
  customerId: 'c-1',
  shippingCountry: 'FR',
  placedAt: 1_700_000_000_000,
  lines: [{ sku: 's', description: '', quantity: -3, unitPrice: '12.5000', discount: '0.0000' }],
  total: '-37.5000',
  currency: 'EUR',
  shippingAddress: { street: 'Rue A', city: 'Lille' },
  taxNumber: 'FR 1',
};

describe('a plain value', () => {
  it('comes back as it was, by way of Avro bytes', () => {
    const bytes = type.toBuffer(toAvro(type, ORDER));
    expect(fromAvro(type, type.fromBuffer(bytes))).toEqual(ORDER);
  });

  it.each([
    ['lines[0].unitPrice', { lines: [{ ...ORDER.lines[0], unitPrice: '0.00001' }] }],
    ['lines[0].quantity', { lines: [{ ...ORDER.lines[0], quantity: 1.5 }] }],
    ['lines[0].colour', { lines: [{ ...ORDER.lines[0], colour: 'red' }] }],
    ['kind', { kind: 'gift' }],
    ['shippingAddress.city', { shippingAddress: { street: 'Rue A' } }],
    ['total', { total: 12.5 }],
    ['placedAt', { placedAt: -(2 ** 52) - 1 }],
    ['shippingAddress.street', { shippingAddress: { street: '\ud800', city: 'Lille' } }],
  ])('that does not fit is refused by the place, %s, and not by what stands there', (place, wrong) => {
    expect(() => toAvro(type, { ...ORDER, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid-value', message: expect.stringContaining(place) }),
    );
  });

  it('is merged field by field, and lists and nulls replace what was there', () => {
    const before = { a: { b: 1, c: 2 }, list: [1, 2], d: { e: 1 } };
    expect(merged(before, { a: { b: 3 }, list: [4], d: null })).toEqual({
      a: { b: 3, c: 2 },
      list: [4],
      d: null,
    });
  });

  it('with a key __proto__ gives nothing a prototype', () => {
    const value = merged({ a: 1 }, JSON.parse('{"__proto__":{"admin":true}}'));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
