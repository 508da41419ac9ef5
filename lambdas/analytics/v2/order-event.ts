import * as z from 'zod';
import { SCHEMA as V1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as V2 } from '../../../schemas/gen/avro/order/v2.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { avroMoney, avroTimestamp, identifier } from '../../shared/fields.ts';
import { readOrderData } from '../../shared/messaging/read-order-data.ts';

const schema = avroSchema(V2);
const reader = new AvroReader(schema, [avroSchema(V1), schema]);

const CHANNELS = { WEB: 'web', PHONE: 'phone', UNKNOWN: 'unknown' } as const;

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];

/** What analytics needs of an order, and no more. Version 1 of the schema has no channel: it is unknown then. */
const orderFact = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  // It is in a sort key.
  country: z.string().min(1).max(100),
  placedAt: avroTimestamp,
  total: avroMoney,
  // Amounts in another currency do not add up with the others.
  currency: z.literal('GBP'),
  channel: z.enum(['WEB', 'PHONE', 'UNKNOWN']).transform((symbol) => CHANNELS[symbol]),
});

/** @throws RefusedEvent, or ShopError `unknown-schema`: what no retry makes readable */
export function readOrder(event: ReceivedEvent): z.infer<typeof orderFact> {
  return readOrderData(reader, orderFact, event);
}
