import avro from 'avsc';
import { z } from 'zod';
import { type OrderKind, orderEventId } from '../../schemas/events/order-events.ts';
import type { DriverContext } from '../context.ts';
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

/** Single-object encoding: a marker, the fingerprint of the writer's schema, the body (Avro 1.12). */
const MARKER_BYTES = 2;
const HEADER_BYTES = 10;
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
  const header = data.subarray(0, HEADER_BYTES);
  const schema = await schemaByFingerprint(context, header.toString('hex', MARKER_BYTES));
  if (schema === undefined) throw new Error('The registry does not have the schema of the event');
  // Without logical types: amounts stay bytes, and times stay numbers.
  const type = avro.Type.forSchema(schema);
  const order = OrderData.parse(type.fromBuffer(data.subarray(HEADER_BYTES)));
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
