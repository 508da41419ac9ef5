import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, optional, TEXT } from './item-layout.ts';

export function shipmentKey(shipmentId: string): ItemKey {
  return { pk: `SHIPMENT#${shipmentId}`, sk: 'SHIPMENT' };
}

/** A booked shipment. */
export const SHIPMENT_ITEM: ItemLayout = {
  table: 'carrier',
  name: 'shipment',
  owners: ['carrier'],
  exampleKey: shipmentKey('<shipmentId>'),
  attributes: {
    type: TEXT,
    shipmentId: TEXT,
    orderId: TEXT,
    country: TEXT,
    // Of all parcels together.
    weightGrams: NUMBER,
    parcels: NUMBER,
    // STANDARD or EXPRESS. Release v1 writes none, and means STANDARD.
    serviceLevel: optional(TEXT),
    trackingNumber: TEXT,
    // In hundredths of the currency.
    priceMinor: NUMBER,
    currency: TEXT,
    // 2010-12-03
    estimatedDelivery: TEXT,
    // ISO 8601 in UTC.
    bookedAt: TEXT,
  },
};
