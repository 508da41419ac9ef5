import { describe, expect, it } from 'vitest';
import {
  type BookingRequest,
  book,
  repetition,
  statusAt,
  trackingNumber,
} from '../../../../lambdas/carrier/domain.ts';

const THURSDAY = new Date('2026-12-03T22:30:00Z');

const request = (changes: Partial<BookingRequest> = {}): BookingRequest => ({
  shipmentId: 's-1',
  orderId: 'o-1',
  country: 'United Kingdom',
  weightGrams: 1500,
  parcels: 2,
  serviceLevel: 'STANDARD',
  ...changes,
});

describe('a booking', () => {
  it.each([
    [{}, 898n],
    [{ weightGrams: 1 }, 848n],
    [{ weightGrams: 1000 }, 848n],
    [{ weightGrams: 1001 }, 898n],
    [{ country: 'France' }, 2098n],
    [{ serviceLevel: 'EXPRESS' }, 1958n],
    [{ country: 'France', serviceLevel: 'EXPRESS', parcels: 1 }, 2599n],
    [{ country: 'Japan', weightGrams: 1_000_000, parcels: 100 }, 239_900n],
  ] as const)('with %o costs %s pence', (changes, pence) => {
    expect(book(request(changes), THURSDAY)).toMatchObject({ priceMinor: pence, currency: 'GBP' });
  });

  it.each([
    [{}, '2026-12-08'],
    [{ serviceLevel: 'EXPRESS' }, '2026-12-04'],
    [{ country: 'France' }, '2026-12-14'],
    [{ country: 'France', serviceLevel: 'EXPRESS' }, '2026-12-08'],
  ] as const)('on a Thursday with %o is delivered on %s: weekends do not count', (changes, date) => {
    expect(book(request(changes), THURSDAY).estimatedDelivery).toBe(date);
  });

  it('is on its way from the next day and delivered on the day that was estimated', () => {
    const booking = book(request(), THURSDAY);
    const at = (time: string) => statusAt(booking, new Date(time));
    expect(at('2026-12-03T23:59:59Z')).toBe('BOOKED');
    expect(at('2026-12-04T00:00:00Z')).toBe('IN_TRANSIT');
    expect(at('2026-12-07T23:59:59Z')).toBe('IN_TRANSIT');
    expect(at('2026-12-08T00:00:00Z')).toBe('DELIVERED');
  });

  it('is repeated by the same request only', () => {
    const known = book(request(), THURSDAY);
    expect(repetition(known, request())).toBe(known);
    const others: Partial<BookingRequest>[] = [
      { orderId: 'o-2' },
      { country: 'France' },
      { weightGrams: 1501 },
      { parcels: 3 },
      { serviceLevel: 'EXPRESS' },
    ];
    for (const changes of others) {
      expect(() => repetition(known, request(changes))).toThrow('another shipment with this id exists');
    }
  });
});

describe('a tracking number', () => {
  it('follows from the id of the shipment', () => {
    expect(trackingNumber('s-1', 'STANDARD')).toBe(trackingNumber('s-1', 'STANDARD'));
    expect(trackingNumber('s-1', 'STANDARD')).not.toBe(trackingNumber('s-2', 'STANDARD'));
    expect(trackingNumber('s-1', 'EXPRESS')).toMatch(/^E[A-Z]/);
  });

  it('has the form and the check digit of UPU S10', () => {
    for (let index = 0; index < 500; index += 1) {
      const [, digits = '', check] =
        /^C[A-Z](\d{8})(\d)GB$/.exec(trackingNumber(`s-${index}`, 'STANDARD')) ?? [];
      expect(digits).toHaveLength(8);
      // All nine digits: the weighted sum with the check digit is a multiple of 11, but for two remainders.
      const sum = [8, 6, 4, 2, 3, 5, 9, 7].reduce(
        (total, weight, at) => total + weight * Number(digits[at]),
        0,
      );
      const expected = new Map([
        [0, 5],
        [1, 0],
      ]).get(sum % 11);
      expect(Number(check)).toBe(expected ?? 11 - (sum % 11));
    }
  });
});
