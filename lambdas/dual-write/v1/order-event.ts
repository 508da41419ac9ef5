import { ORDER_EVENT_TYPES, type OrderKind, orderEventId } from '../../../schemas/events/order-events.ts';
import { ShopError } from '../../shared/errors.ts';
import { LARGEST_EVENT, writeEvent } from '../../shared/events.ts';

/** The same event that the shop's own orders service writes. @throws ShopError `payload-too-large` */
export function orderEvent(
  { orderId, kind }: { orderId: string; kind: OrderKind },
  { dataschema, data }: { dataschema: string; data: Buffer },
  time: Date,
): { id: string; body: string } {
  const id = orderEventId(orderId, kind);
  const source = '/shop/orders';
  const type = ORDER_EVENT_TYPES[kind];
  const body = writeEvent({ id, source, type, subject: orderId, time, dataschema, data });
  if (Buffer.byteLength(body) > LARGEST_EVENT) {
    throw new ShopError('payload-too-large', 'the order is too large for one event');
  }
  return { id, body };
}
