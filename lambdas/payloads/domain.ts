import * as z from 'zod';
import type { PayloadKind } from '../../schemas/events/product-events.ts';
import { productEventId } from '../../schemas/events/product-events.ts';
import { avroMoney, identifier } from '../shared/fields.ts';
import { formatMoney, moneyText } from '../shared/money.ts';

/** A product as JSON: what deltas patch and projections keep. The price is decimal text in GBP. */
export const product = z.object({
  productId: identifier,
  version: z.int32().positive(),
  name: z.string().min(1),
  description: z.string(),
  price: moneyText.transform(formatMoney),
  stock: z.int32(),
  categories: z.array(z.string()),
});
export type Product = z.infer<typeof product>;

/** With what version 2 of the schema adds. A merge patch cannot say null, so what is not known is left out. */
export const productV2 = product.extend({ weightGrams: z.int32().positive().optional() });
export type ProductV2 = z.infer<typeof productV2>;

/** A product as the Avro decoder gives it. */
export const avroProduct = product.extend({ price: avroMoney.transform(formatMoney) });

/** What a consumer knows of a product. */
export interface Projection {
  version: number;
  record: Product;
  applied: number;
  ignored: number;
}

/** Whether a consumer has seen this version or a later one: a repetition, or an event that was overtaken. */
export function isOld(current: Pick<Projection, 'version'> | undefined, version: number): boolean {
  return current !== undefined && version <= current.version;
}

export interface Message {
  eventId: string;
  groupId: string;
  deduplicationId: string;
}

/** The ids of a message. Another attempt has another deduplication id, as five minutes later, and the same event id. */
export function messageOf({ productId, version }: Product, kind: PayloadKind, attempt: number): Message {
  const eventId = productEventId(productId, version, kind);
  return { eventId, groupId: productId, deduplicationId: `${eventId}.${attempt}` };
}
