import { SCHEMA as V1 } from '../../../schemas/gen/avro/product/v1.ts';
import { SCHEMA as V2 } from '../../../schemas/gen/avro/product/v2.ts';
import { avroSchema } from '../../shared/avro/schema.ts';
import { encode } from '../../shared/avro/single-object.ts';
import { Money } from '../../shared/money.ts';
import type { ProductV2 } from '../domain.ts';

export const PRODUCT_SCHEMAS = { 1: avroSchema(V1), 2: avroSchema(V2) };

/** A product as the Avro encoder takes it. Fields that a schema does not have are left out. */
export function avroValue({ price, weightGrams, ...product }: ProductV2): object {
  return {
    ...product,
    price: Money(price),
    weightGrams: weightGrams === undefined ? null : { int: weightGrams },
  };
}

export function encodeProduct(schema: 1 | 2, product: ProductV2): Buffer {
  return encode(PRODUCT_SCHEMAS[schema], avroValue(product));
}
