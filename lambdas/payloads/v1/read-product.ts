import type * as z from 'zod';
import type { PayloadKind } from '../../../schemas/events/product-events.ts';
import { AvroReader } from '../../shared/avro/single-object.ts';
import type { ReceivedChange } from '../../shared/messaging/payload-kinds/change-event.ts';
import type { ClaimStore } from '../../shared/messaging/payload-kinds/claim-store.ts';
import { applyDelta } from '../../shared/messaging/payload-kinds/delta.ts';
import { decodeRecord, readFull } from '../../shared/messaging/payload-kinds/full.ts';
import { readReference } from '../../shared/messaging/payload-kinds/reference.ts';
import { asInvalidData } from '../../shared/messaging/refused-event.ts';
import { parse } from '../../shared/parse.ts';
import { avroProduct, type Product, type Projection, product } from '../domain.ts';
import { PRODUCT_SCHEMAS } from './product-schemas.ts';

/** This release knows version 1 of the schema only. */
const reader = new AvroReader(PRODUCT_SCHEMAS[1], [PRODUCT_SCHEMAS[1]]);

type ReadProduct = (event: ReceivedChange, current: Projection | undefined) => Promise<Product>;

/** What each payload kind needs to make the product of an event. */
export const READ_PRODUCT: { full: ReadProduct; delta: ReadProduct } = {
  full: async (event) => shaped(avroProduct, readFull(reader, event)),
  delta: async (event, current) => shaped(product, applyDelta(current, event)),
} satisfies Partial<Record<PayloadKind, ReadProduct>>;

/** Reads from the producer's bucket. */
export function readReferencedProduct(claims: ClaimStore, clock: () => Date): ReadProduct {
  return async (event) =>
    shaped(avroProduct, decodeRecord(reader, await readReference(claims, event, clock())));
}

function shaped<T>(shape: z.ZodType<T>, value: unknown): T {
  return asInvalidData(() => parse(shape, value, 'malformed-event'));
}
