import type * as z from 'zod';
import { type OrderKind, orderKindOf } from '../../../schemas/events/order-events.ts';
import type { AvroReader } from '../avro/single-object.ts';
import type { ReceivedEvent } from '../events.ts';
import { parse } from '../parse.ts';
import { asInvalidData, RefusedEvent } from './refused-event.ts';

interface OrderData {
  orderId: string;
  kind: OrderKind;
}

/**
 * The order that an event is about, as the consumer needs it.
 *
 * @throws RefusedEvent `unknown-type` for an event of another kind; `invalid-data` when the data does not match its own
 * schema or `shape`, or belongs to another order or kind than the event says
 * @throws ShopError `unknown-schema` when the reader does not have the schema that the data was written with
 */
export function readOrderData<T extends OrderData>(
  reader: AvroReader,
  shape: z.ZodType<T>,
  event: ReceivedEvent,
): T {
  const kind = orderKindOf(event.type);
  if (kind === undefined) throw new RefusedEvent('unknown-type', 'type: not an event of an order');
  const order = asInvalidData(() => parse(shape, reader.decode(event.data), 'malformed-event'));
  if (order.kind !== kind) throw new RefusedEvent('invalid-data', 'kind: not that of the type of the event');
  if (order.orderId !== event.subject) {
    throw new RefusedEvent('invalid-data', 'orderId: not the subject of the event');
  }
  return order;
}
