import { ShopError } from '../../shared/errors.ts';
import { LARGEST_EVENT, writeEvent } from '../../shared/events.ts';
import type { Table, TransactWriteItem } from '../../shared/table.ts';
import { eventId, eventType, outboxKey } from '../domain.ts';
import { dataSchemaOf, type Order } from './order.ts';

/** The event that an order is placed with. @throws ShopError `payload-too-large` */
export function orderEvent({ orderId, kind }: Order, data: Buffer, time: Date): string {
  const event = writeEvent({
    id: eventId(orderId, kind),
    source: '/shop/orders',
    type: eventType(kind),
    subject: orderId,
    time,
    dataschema: dataSchemaOf(data),
    data,
  });
  if (Buffer.byteLength(event) > LARGEST_EVENT) {
    throw new ShopError('payload-too-large', 'the order is too large for one event');
  }
  return event;
}

/** Without an expiry: the relay sets it once the event is published, and until then the item must not go. */
export function outboxItem(
  table: Table,
  { orderId, kind }: Order,
  event: string,
  now: Date,
): TransactWriteItem {
  const id = eventId(orderId, kind);
  return table.createItemAction(outboxKey(orderId, id), {
    type: 'outbox',
    orderId,
    eventId: id,
    event,
    createdAt: now.toISOString(),
  });
}
