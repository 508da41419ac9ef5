import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { book, repetition } from '../../../../lambdas/carrier/domain.ts';
import * as v1 from '../../../../lambdas/carrier/v1/shipment.ts';
import * as v2 from '../../../../lambdas/carrier/v2/shipment.ts';
import type { Attributes } from '../../../../lambdas/shared/table.ts';

const request = {
  shipmentId: 's-1',
  orderId: 'o-1',
  country: 'France',
  weightGrams: 1500,
  parcels: 2,
} as const;
const NOW = new Date('2026-12-03T22:30:00Z');

/** As DynamoDB gives items back: numbers as NumberValue. */
function stored(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' || typeof value === 'bigint' ? NumberValue.from(String(value)) : value,
    ]),
  );
}

describe('an item of the carrier', () => {
  it('of release v1 is a standard shipment for release v2', () => {
    const booking = book({ ...request, serviceLevel: 'STANDARD' }, NOW);
    const item = v1.shipmentAttributes(booking);
    expect(item).not.toHaveProperty('serviceLevel');
    expect(v2.storedShipment.parse(stored(item))).toEqual(booking);
    expect(v2.describeLabelledBooking(booking).labelUrl).toContain(booking.trackingNumber);
  });

  it.each(['STANDARD', 'EXPRESS'] as const)(
    'of release v2 with %s is readable for release v1',
    (serviceLevel) => {
      const booking = book({ ...request, serviceLevel }, NOW);
      const read = v1.storedShipment.parse(stored(v2.shipmentAttributes(booking)));
      expect(v1.describeBooking(read)).toEqual(v2.describeBooking(booking));
      // It does not know of service levels, so its clients can repeat any booking.
      expect(repetition(read, { ...request, serviceLevel: 'STANDARD' })).toBe(read);
    },
  );

  it('keeps a price that is larger than a JavaScript number', () => {
    const booking = {
      ...book({ ...request, serviceLevel: 'STANDARD' }, NOW),
      priceMinor: 9_007_199_254_740_993n,
    };
    expect(v1.storedShipment.parse(stored(v1.shipmentAttributes(booking))).priceMinor).toBe(
      9_007_199_254_740_993n,
    );
  });
});
