import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, optional, TEXT } from './item-layout.ts';

/** The partition keys of all outbox items begin with it. The relay's event source mapping filters by it. */
export const OUTBOX_PREFIX = 'OUTBOX#';

export function outboxKey(orderId: string, eventId: string): ItemKey {
  return { pk: `${OUTBOX_PREFIX}${orderId}`, sk: eventId };
}

/** An event that is written in the same transaction as its order, for the relay to publish. */
export const OUTBOX_ITEM: ItemLayout = {
  table: 'shared',
  name: 'outbox',
  owners: ['orders'],
  exampleKey: outboxKey('<orderId>', '<eventId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    eventId: TEXT,
    // The CloudEvent as JSON.
    event: TEXT,
    // Since release v1.1 of orders. ISO 8601, UTC.
    createdAt: optional(TEXT),
    // Since release v1.1 of the relay. ISO 8601, UTC.
    publishedAt: optional({ ...TEXT, owners: ['relay'] }),
    // Time to live, in seconds. Release v1 of orders sets it; later the relay does, once the event is published.
    expiresAt: optional({ ...NUMBER, owners: ['orders', 'relay'] }),
  },
};
