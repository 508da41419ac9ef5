import { bucket } from './bucket.ts';
import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, optional, TEXT } from './item-layout.ts';

/** With one item for each day and country, every writer would update the same item. */
const TOTAL_SHARDS = 8;

export function projectedOrderKey(orderId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: 'ORDER' };
}

/** The total that an order counts towards: its day (UTC), its country, and one of the shards, always the same. */
export function totalKey(order: { orderId: string; country: string; placedAt: Date }): ItemKey {
  const { orderId, country, placedAt } = order;
  return {
    pk: `TOTAL#${placedAt.toISOString().slice(0, 10)}`,
    sk: `${country}#${bucket(orderId, TOTAL_SHARDS)}`,
  };
}

/** An order that has been counted. */
export const PROJECTED_ORDER_ITEM: ItemLayout = {
  table: 'analytics',
  name: 'order',
  owners: ['analytics'],
  exampleKey: projectedOrderKey('<orderId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    kind: TEXT,
    // GBP, exact.
    total: NUMBER,
    country: TEXT,
    // ISO 8601, UTC.
    placedAt: TEXT,
    eventId: TEXT,
    // Since release v2: `web`, `phone` or `unknown`.
    channel: optional(TEXT),
  },
};

/**
 * Sums over a day and country. To read a total, add up its shards.
 *
 * Since release v2 there are sums by channel as well. What v1.1 counts is in none of these, so they may add up to less.
 */
export const TOTAL_ITEM: ItemLayout = {
  table: 'analytics',
  name: 'total',
  owners: ['analytics'],
  exampleKey: totalKey({
    orderId: '<orderId>',
    country: '<country>',
    placedAt: new Date('2010-12-01T08:26:00Z'),
  }),
  attributes: {
    type: TEXT,
    amount: NUMBER,
    orders: NUMBER,
    webAmount: optional(NUMBER),
    webOrders: optional(NUMBER),
    phoneAmount: optional(NUMBER),
    phoneOrders: optional(NUMBER),
    unknownAmount: optional(NUMBER),
    unknownOrders: optional(NUMBER),
  },
};
