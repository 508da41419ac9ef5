import avro from 'avsc';
import { z } from 'zod';
import { type OrderKind, orderEventId } from '../../schemas/events/order-events.ts';
import type { DriverContext } from '../context.ts';
import { bodyOf, fingerprintOf } from '../journal/single-object.ts';
import { schemaByFingerprint } from '../registry/schema-by-fingerprint.ts';

/** An event of an order, as consumers get it. */
export interface OrderEventCopy {
  /** The event's id. */
  id: string;
  /** The order's id. */
  subject: string;
  country: string;
  placedAt: Date;
  /** JSON of the CloudEvent. */
  body: string;
}

const CloudEvent = z.looseObject({ data_base64: z.base64() });
const OrderData = z.looseObject({ kind: z.enum(['order', 'cancellation']), country: z.string() });

/** Of the trace in which the original was written. */
const TRACE = new Set(['traceparent', 'tracestate']);

/**
 * Makes events of orders that are not placed, from the event of one that is: in its schema, with everything else as it is.
 *
 * @param original JSON of a CloudEvent
 */
export async function orderEventCopies(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  original: string,
): Promise<(orderId: string, placedAt: Date) => OrderEventCopy> {
  const { data_base64, ...attributes } = CloudEvent.parse(JSON.parse(original));
  const data = Buffer.from(data_base64, 'base64');
  const oldBody = bodyOf(data);
  const header = data.subarray(0, data.length - oldBody.length);
  const schema = await schemaByFingerprint(context, fingerprintOf(data) ?? '');
  if (schema === undefined) throw new Error('The registry does not have the schema of the event');
  // Without logical types: amounts stay bytes, and times stay numbers.
  const type = avro.Type.forSchema(schema);
  const order = OrderData.parse(type.fromBuffer(oldBody));
  const kind: OrderKind = order.kind;
  const kept = Object.entries(attributes).filter(([name]) => !TRACE.has(name));
  return (orderId, placedAt) => {
    const id = orderEventId(orderId, kind);
    const body = type.toBuffer({ ...order, orderId, placedAt: placedAt.getTime() });
    const event = {
      ...Object.fromEntries(kept),
      id,
      subject: orderId,
      data_base64: Buffer.concat([header, body]).toString('base64'),
    };
    return { id, subject: orderId, country: order.country, placedAt, body: JSON.stringify(event) };
  };
}
