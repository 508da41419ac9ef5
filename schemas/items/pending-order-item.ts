import { bucket } from './bucket.ts';
import type { ItemKey } from './item-key.ts';
import { BINARY, type ItemLayout, TEXT } from './item-layout.ts';

/** With one partition key, all pending orders would share the write throughput of a single partition. */
const PENDING_SHARDS = 8;

/** The partition keys of all pending orders. Listing them takes one query each, and no scan. */
export const PENDING_PARTITIONS: readonly string[] = Array.from(
  { length: PENDING_SHARDS },
  (_, shard) => `PENDING#${shard}`,
);

export function pendingKey(orderId: string): ItemKey {
  return { pk: `PENDING#${bucket(orderId, PENDING_SHARDS)}`, sk: `ORDER#${orderId}` };
}

/** An order that was accepted and is not placed yet. It is deleted in the transaction that places the order. */
export const PENDING_ORDER_ITEM: ItemLayout = {
  table: 'shared',
  name: 'pending-order',
  owners: ['orders'],
  exampleKey: pendingKey('<orderId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    // As in the order item.
    record: BINARY,
    // When a request last began to place the order. ISO 8601, UTC.
    since: TEXT,
  },
};
