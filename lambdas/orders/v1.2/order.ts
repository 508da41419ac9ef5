import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader, encode } from '../../shared/avro/single-object.ts';
import { avroMoney, avroOptionalString, identifier } from '../../shared/fields.ts';
import { type Money, moneyText } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';

/** What the release accepts. Guests, empty descriptions, free lines and returned goods are all real. */
export const newOrder = z.object({
  orderId: identifier,
  kind: z.enum(['order', 'cancellation']),
  customerId: identifier.nullable(),
  country: z.string().min(1).max(100),
  placedAt: z.iso
    .datetime({ offset: true, error: 'must be ISO 8601 with Z or an offset' })
    .transform((text) => new Date(text)),
  lines: z
    .array(
      z.object({
        sku: z.string().min(1).max(100),
        description: z.string().max(1000),
        quantity: z.int().min(-1_000_000).max(1_000_000),
        unitPrice: moneyText,
      }),
    )
    .min(1)
    .max(2000),
});

export type Order = z.infer<typeof newOrder> & { total: Money };

export const DATA_SCHEMA = 'urn:shop:schemas:order:v1';

const schema = avroSchema(SCHEMA);
const reader = new AvroReader(schema, [schema]);

/** The order as it is stored and sent: equal orders give equal bytes. */
export function toRecord({ customerId, placedAt, ...order }: Order): Buffer {
  return encode(schema, {
    ...order,
    customerId: customerId === null ? null : { string: customerId },
    placedAt: placedAt.getTime(),
  });
}

const recordedOrder = z.object({
  orderId: z.string(),
  kind: z.enum(['order', 'cancellation']),
  customerId: avroOptionalString,
  country: z.string(),
  placedAt: z.int().transform((time) => new Date(time)),
  lines: z.array(
    z.object({ sku: z.string(), description: z.string(), quantity: z.int(), unitPrice: avroMoney }),
  ),
  total: avroMoney,
});

/** The order that `toRecord` was given. @throws ShopError `malformed-event` when the bytes are none of its making */
export function fromRecord(record: Uint8Array): Order {
  return parse(recordedOrder, reader.decode(Buffer.from(record)), 'malformed-event');
}
