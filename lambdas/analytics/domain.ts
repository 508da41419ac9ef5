/** How the projection is kept. No clock, no network. */

import type { ItemKey } from '../../schemas/items/item-key.ts';
import { bucket } from '../shared/bucket.ts';
import type { Money } from '../shared/money.ts';

export interface OrderFact {
  orderId: string;
  country: string;
  placedAt: Date;
  total: Money;
}

/** One item for a day and country would be written by every writer at once; eight share the load. */
const SHARDS = 8;

export function orderKey(orderId: string): ItemKey {
  return { pk: `ORDER#${orderId}`, sk: 'ORDER' };
}

/** Where an order counts: its day (UTC), its country, and one of the shards, always the same. */
export function totalKey({ orderId, country, placedAt }: OrderFact): ItemKey {
  return { pk: `TOTAL#${placedAt.toISOString().slice(0, 10)}`, sk: `${country}#${bucket(orderId, SHARDS)}` };
}
