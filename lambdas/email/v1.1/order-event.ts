import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroOptionalString, identifier } from '../../shared/fields.ts';
import { readOrderData } from '../../shared/messaging/read-order-data.ts';
import { formatMoney } from '../../shared/money.ts';
import type { OrderNews } from '../domain.ts';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/** What a message needs of an order, and no more. */
const orderNews = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  customerId: avroOptionalString,
  total: avroMoney.transform(formatMoney),
});

/** @throws RefusedEvent, or ShopError `unknown-schema`: what no retry makes readable */
export function readOrder(event: ReceivedEvent): OrderNews {
  return readOrderData(reader, orderNews, event);
}
