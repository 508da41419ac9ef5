import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { encode } from '../../../../lambdas/shared/avro/single-object.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import * as v1 from '../../../../schemas/gen/avro/order/v1.ts';
import * as v2 from '../../../../schemas/gen/avro/order/v2.ts';
import * as v3 from '../../../../schemas/gen/avro/order/v3.ts';
import * as v4 from '../../../../schemas/gen/avro/order/v4.ts';
import * as v5 from '../../../../schemas/gen/avro/order/v5.ts';

/** As the releases of five years wrote them, oldest first. */
export const VERSIONS = [v1, v2, v3, v4, v5].map(({ SCHEMA }) => avroSchema(SCHEMA));

/** The order of a number, in the words of the latest version; equal numbers give equal orders. */
export function order(index: number) {
  const lines = Array.from({ length: index % 4 }, (_, line) => ({
    sku: `sku-${(index * 7 + line) % 50}`,
    description: line === 0 ? '' : `line ${line}`,
    quantity: line - 1,
    unitPrice: Money(`${index}.${line}25`),
  }));
  const total = lines.reduce(
    (sum, { quantity, unitPrice }) => sum.plus(unitPrice.times(String(quantity))),
    Money('0'),
  );
  return {
    orderId: `order-${index}`,
    customerId: index % 3 === 0 ? null : `customer-${index % 10}`,
    country: ['France', 'United Kingdom', 'EIRE'][index % 3] ?? '',
    placedAt: Date.UTC(2026, 0, 1) + index * 60_000,
    lines,
    total,
    city: index % 2 === 0 ? null : 'Leeds',
  };
}

/** The order as the version `index % 5 + 1` wrote it, in single-object encoding. */
export function record(index: number): Buffer {
  const { customerId, country, city, lines, ...rest } = order(index);
  const version = (index % VERSIONS.length) + 1;
  const schema = VERSIONS[version - 1];
  if (schema === undefined) throw new RangeError('no such version');
  return encode(schema, {
    ...rest,
    kind: 'order',
    customerId: customerId === null ? null : { string: customerId },
    lines: lines.map((line) => ({ ...line, ...(version >= 4 && { discount: Money('0.5') }) })),
    ...(version >= 5 ? { shippingCountry: country } : { country }),
    ...(version >= 2 && { currency: 'EUR', channel: 'PHONE' }),
    ...(version >= 3 && {
      shippingAddress:
        city === null ? null : { 'shop.orders.ShippingAddress': { street: '1 High Street', city } },
    }),
  });
}
