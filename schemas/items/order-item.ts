import type { ItemKey } from './item-key.ts';
import { BINARY, type ItemLayout, NUMBER, TEXT, TEXT_OR_NULL } from './item-layout.ts';

export function orderKey(orderId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: 'ORDER' };
}

/** An order or a cancellation. */
export const ORDER_ITEM: ItemLayout = {
  table: 'shared',
  name: 'order',
  owners: ['orders'],
  exampleKey: orderKey('<orderId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    kind: TEXT,
    status: TEXT,
    // GBP, exact.
    total: NUMBER,
    // Null for a guest.
    customerId: TEXT_OR_NULL,
    country: TEXT,
    // ISO 8601, UTC.
    placedAt: TEXT,
    // The whole order: Avro single-object encoding, subject `order`.
    record: BINARY,
  },
};
