import { readFileSync } from 'node:fs';
import avro from 'avsc';
import { Big } from 'big.js';
import { z } from 'zod';
import { ORDER_EVENT_TYPES } from '../../schemas/events/order-events.ts';
import { sum } from './money.ts';

/** What the journal's events must say for the money to be counted. */
export interface OrderEvent {
  orderId: string;
  total: Big;
  /** Sum of quantity × unit price, which the total has to be. */
  linesTotal: Big;
}

/** Avro's single-object encoding: a marker, the fingerprint of the writer's schema, the body (Avro 1.12, "Single object encoding"). */
const MARKER = Buffer.from([0xc3, 0x01]);
const HEADER_LENGTH = 10;

const CloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  type: z.enum(Object.values(ORDER_EVENT_TYPES)),
  subject: z.string(),
  datacontenttype: z.literal('application/avro'),
  // The version of the schema that the data was written with.
  dataschema: z.string().regex(/^urn:shop:schemas:order:v[1-9]\d*$/),
  data_base64: z.base64(),
});

/** `decimal`: the unscaled value, two's complement, big-endian (Avro 1.12, "Decimal"). This side only reads. */
class Decimal extends avro.types.LogicalType {
  readonly #scale: number;

  constructor(schema: avro.Schema, options?: object) {
    super(schema, options);
    this.#scale = z.looseObject({ scale: z.number().default(0) }).parse(schema).scale;
  }

  protected override _fromValue(bytes: Buffer): Big {
    const unscaled =
      bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    return Big(unscaled.toString()).times(Big(10).pow(-this.#scale));
  }

  protected override _toValue(): never {
    throw new Error('This codec only reads orders');
  }
}

const Order = z.looseObject({
  orderId: z.string(),
  lines: z.array(z.looseObject({ quantity: z.coerce.number().int(), unitPrice: z.instanceof(Big) })),
  total: z.instanceof(Big),
});

const orderTypes = new Map<string, avro.Type>();

function orderType(version: string): avro.Type {
  const known = orderTypes.get(version);
  if (known !== undefined) return known;
  const path = new URL(`../../schemas/avro/order/${version}.avsc`, import.meta.url);
  const type = avro.Type.forSchema(JSON.parse(readFileSync(path, 'utf8')), {
    logicalTypes: { decimal: Decimal },
    wrapUnions: 'always',
  });
  orderTypes.set(version, type);
  return type;
}

/**
 * Reads a CloudEvent of the journal on this side's own account: nothing of the shop's code takes part, only its schema.
 *
 * @throws when the event is not a CloudEvent, or its data not Avro of this schema
 */
export function readOrderEvent(json: string): OrderEvent {
  const event = CloudEvent.parse(JSON.parse(json));
  const data = Buffer.from(event.data_base64, 'base64');
  if (!data.subarray(0, 2).equals(MARKER)) throw new Error('The data is not in Avro single-object encoding');
  const type = orderType(event.dataschema.slice(event.dataschema.lastIndexOf(':') + 1));
  const { orderId, lines, total } = Order.parse(type.fromBuffer(data.subarray(HEADER_LENGTH)));
  return { orderId, total, linesTotal: sum(lines.map((line) => line.unitPrice.times(line.quantity))) };
}
