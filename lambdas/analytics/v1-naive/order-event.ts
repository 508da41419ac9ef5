import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroTimestamp, identifier } from '../../shared/fields.ts';
import { readOrderData } from '../../shared/messaging/read-order-data.ts';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/**
 * The mistake that this release is kept for: it adds the lines up itself, and in binary floating point. Many totals are then
 * a fraction of a penny off.
 */
const orderFact = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  // It is in a sort key.
  country: z.string().min(1).max(100),
  placedAt: avroTimestamp,
  lines: z.array(z.object({ quantity: z.int(), unitPrice: avroMoney })),
});

interface OrderFact extends Omit<z.infer<typeof orderFact>, 'lines'> {
  total: number;
}

/** @throws RefusedEvent, or ShopError `unknown-schema`: what no retry makes readable */
export function readOrder(event: ReceivedEvent): OrderFact {
  const { lines, ...order } = readOrderData(reader, orderFact, event);
  const total = lines.reduce((sum, line) => sum + Number(line.unitPrice.toFixed()) * line.quantity, 0);
  return { ...order, total };
}
