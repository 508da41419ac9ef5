import * as z from 'zod';
import { SCHEMA as V1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as V2 } from '../../../schemas/gen/avro/order/v2.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroOptionalString, identifier } from '../../shared/fields.ts';
import { readOrderData } from '../../shared/messaging/read-order-data.ts';
import { formatMoney } from '../../shared/money.ts';
import type { OrderNews } from '../domain.ts';

const schema = avroSchema(V2);
const reader = new AvroReader(schema, [avroSchema(V1), schema]);

/** What a message needs of an order, and no more. */
const orderNews = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  customerId: avroOptionalString,
  total: avroMoney.transform(formatMoney),
  // ISO 4217; version 1 of the schema has none, and means GBP.
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters'),
});

/** @throws RefusedEvent, or ShopError `unknown-schema`: what no retry makes readable */
export function readOrder(event: ReceivedEvent): OrderNews & { currency: string } {
  return readOrderData(reader, orderNews, event);
}
