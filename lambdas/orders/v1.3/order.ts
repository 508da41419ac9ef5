import * as z from 'zod';
import { SCHEMA as V1 } from '../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as V2 } from '../../../schemas/gen/avro/order/v2.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { AvroReader, encode, takeApart } from '../../shared/avro/single-object.ts';
import { ShopError } from '../../shared/errors.ts';
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

/** This release writes version 1, and takes orders over from releases that write version 2. */
const schema = avroSchema(V1);
const writers = { 'urn:shop:schemas:order:v1': schema, 'urn:shop:schemas:order:v2': avroSchema(V2) };
const reader = new AvroReader(schema, Object.values(writers));

/** The order as it is stored and sent: equal orders give equal bytes. */
export function toRecord({ customerId, placedAt, ...order }: Order): Buffer {
  return encode(schema, {
    ...order,
    customerId: customerId === null ? null : { string: customerId },
    placedAt: placedAt.getTime(),
  });
}

/** The CloudEvents `dataschema` of a record. It names the schema of the release that wrote the record. */
export function dataSchemaOf(record: Buffer): string {
  const { fingerprint } = takeApart(record);
  const found = Object.entries(writers).find(([, writer]) => writer.fingerprint === fingerprint);
  if (found === undefined) throw new ShopError('unknown-schema', 'the order has a schema that is not known');
  return found[0];
}

/** Whether two records are of the same order, in all that version 1 of the schema says about it. */
export function isSameOrder(one: Uint8Array, other: Uint8Array): boolean {
  return asVersion1(one).equals(asVersion1(other));
}

function asVersion1(record: Uint8Array): Buffer {
  return encode(schema, reader.decode(Buffer.from(record)));
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

/**
 * The order in a record, whichever release wrote it.
 *
 * @throws ShopError `unknown-schema` or `malformed-event` when the bytes are not an order of these releases
 */
export function fromRecord(record: Uint8Array): Order {
  return parse(recordedOrder, reader.decode(Buffer.from(record)), 'malformed-event');
}
