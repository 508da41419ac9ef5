import * as z from 'zod';
import { SCHEMA } from '../../../schemas/gen/avro/order/v1.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { encode } from '../../shared/avro/single-object.ts';
import { identifier } from '../../shared/fields.ts';
import { type Money, moneyText } from '../../shared/money.ts';

/** The same orders that the shop's own orders service takes. */
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

/** Avro, in single-object encoding. */
export function toRecord({ customerId, placedAt, ...order }: Order): Buffer {
  return encode(schema, {
    ...order,
    customerId: customerId === null ? null : { string: customerId },
    placedAt: placedAt.getTime(),
  });
}
