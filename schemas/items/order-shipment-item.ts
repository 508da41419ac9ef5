import type { ItemKey } from './item-key.ts';
import { type ItemLayout, TEXT } from './item-layout.ts';

/** Beside the order, in its partition. */
export function orderShipmentKey(orderId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: 'SHIPMENT' };
}

/** That an order has been handed to the carrier. The carrier has a shipment of the same id in its own table. */
export const ORDER_SHIPMENT_ITEM: ItemLayout = {
  table: 'shared',
  name: 'order-shipment',
  owners: ['orders'],
  exampleKey: orderShipmentKey('<orderId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    trackingNumber: TEXT,
    // 2010-12-03
    estimatedDelivery: TEXT,
    // ISO 8601 in UTC.
    shippedAt: TEXT,
  },
};
