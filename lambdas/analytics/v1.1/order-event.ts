import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroTimestamp, identifier } from '../../shared/fields.ts';
import { readOrderData } from '../../shared/messaging/read-order-data.ts';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/** What analytics needs of an order, and no more. */
const orderFact = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  // It is in a sort key.
  country: z.string().min(1).max(100),
  placedAt: avroTimestamp,
  total: avroMoney,
});

/** @throws RefusedEvent, or ShopError `unknown-schema`: what no retry makes readable */
export function readOrder(event: ReceivedEvent): z.infer<typeof orderFact> {
  return readOrderData(reader, orderFact, event);
}
