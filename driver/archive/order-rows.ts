import avro from 'avsc';
import * as v1 from '../../schemas/gen/avro/order/v1.ts';
import * as v2 from '../../schemas/gen/avro/order/v2.ts';
import * as v3 from '../../schemas/gen/avro/order/v3.ts';
import * as v4 from '../../schemas/gen/avro/order/v4.ts';
import * as v5 from '../../schemas/gen/avro/order/v5.ts';
import { pick, seededRandom, whole } from '../random.ts';
import { singleObject } from './single-object.ts';

/** Decimals are given as bytes: without a class for them avsc takes the type that is under a logical one. */
const TYPES = [v1, v2, v3, v4, v5].map(({ SCHEMA }) =>
  avro.Type.forSchema(SCHEMA as avro.Schema, { wrapUnions: 'always' }),
);

/** The versions that rows are written with, and that which reads them all. */
export const VERSIONS = TYPES.length;

/** What a query is asked, and what is known of a row without reading it. */
export interface OrderRow {
  orderId: string;
  country: string;
  /** GBP with four decimals, unscaled. */
  total: bigint;
  /** As its release wrote it: Avro's single-object encoding. */
  record: Buffer;
}

const COUNTRIES = ['United Kingdom', 'United Kingdom', 'United Kingdom', 'Germany', 'EIRE', 'France'];
export const RARE_COUNTRY = 'France';

/** Made-up orders, each written by one release of five in turn; equal seeds give equal rows. */
export function* orderRows(count: number, seed: number): Generator<OrderRow> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index += 1) {
    const version = (index % VERSIONS) + 1;
    const orderId = `order-${String(index).padStart(8, '0')}`;
    const country = pick(random, COUNTRIES);
    const lines = Array.from({ length: whole(random, 1, 3) }, () => ({
      sku: `${whole(random, 10_000, 90_000)}`,
      description: `ITEM ${whole(random, 1, 4_000)} IN ${pick(random, ['RED', 'BLUE', 'IVORY'])}`,
      quantity: whole(random, 1, 24),
      unitPrice: BigInt(whole(random, 10, 2_000)) * 100n,
    }));
    const total = lines.reduce((sum, line) => sum + BigInt(line.quantity) * line.unitPrice, 0n);
    const type = TYPES[version - 1];
    if (type === undefined) throw new RangeError(`Unknown version ${version}`);
    const record = singleObject(type, {
      orderId,
      kind: 'order',
      customerId: index % 7 === 0 ? null : { string: `customer-${whole(random, 1, 5_000)}` },
      ...(version < 5 ? { country } : { shippingCountry: country }),
      placedAt: Date.UTC(2021, 0, 1) + index * 150_000,
      lines: lines.map((line) => ({
        ...line,
        unitPrice: bytesOf(line.unitPrice),
        ...(version >= 4 && { discount: bytesOf(0n) }),
      })),
      total: bytesOf(total),
      ...(version >= 2 && { currency: 'GBP', channel: pick(random, ['WEB', 'PHONE']) }),
      ...(version >= 3 && { shippingAddress: null }),
    });
    yield { orderId, country, total, record };
  }
}

/** Two's complement, big-endian, as short as it can be (Avro 1.12, "Decimal"). */
function bytesOf(unscaled: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(unscaled);
  let length = 1;
  while (BigInt.asIntN(length * 8, unscaled) !== unscaled) length += 1;
  return bytes.subarray(-length);
}
