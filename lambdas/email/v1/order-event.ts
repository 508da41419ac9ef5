import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroOptionalString } from '../../shared/fields.ts';
import { formatMoney } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { OrderNews } from '../domain.ts';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/** What a message needs of an order, and no more. */
const orderNews = z.object({
  orderId: z.string(),
  kind: z.enum(['order', 'cancellation']),
  customerId: avroOptionalString,
  total: avroMoney.transform(formatMoney),
});

export function readOrder({ data }: ReceivedEvent): OrderNews {
  return parse(orderNews, reader.decode(data), 'malformed-event');
}
