import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/** What analytics needs of an order, and no more. */
const orderFact = z.object({
  orderId: z.string(),
  kind: z.enum(['order', 'cancellation']),
  country: z.string(),
  placedAt: z.int().transform((milliseconds) => new Date(milliseconds)),
  total: avroMoney,
});

export function readOrder({ data }: ReceivedEvent): z.infer<typeof orderFact> {
  return parse(orderFact, reader.decode(data), 'malformed-event');
}
