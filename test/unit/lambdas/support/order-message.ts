import type { SQSRecord } from 'aws-lambda';
import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { encode } from '../../../../lambdas/shared/avro/single-object.ts';
import { writeEvent } from '../../../../lambdas/shared/events.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import { ORDER_EVENT_TYPES, orderEventId } from '../../../../schemas/events/order-events.ts';
import { SCHEMA as V1 } from '../../../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as V2 } from '../../../../schemas/gen/avro/order/v2.ts';

const SCHEMAS = { v1: avroSchema(V1), v2: avroSchema(V2) };

const ORDER = {
  orderId: '536365',
  kind: 'order',
  customerId: { string: '17850' },
  country: 'EIRE',
  placedAt: Date.parse('2010-12-01T08:26:00Z'),
  lines: [{ sku: '85123A', description: '', quantity: 6, unitPrice: Money('2.55') }],
  total: Money('15.3'),
  currency: 'GBP',
  channel: 'WEB',
};

/** The data of an event, as a release of orders that has this version of the schema writes it. */
export function orderData(
  version: keyof typeof SCHEMAS,
  change: Partial<Record<keyof typeof ORDER, unknown>> = {},
) {
  return encode(SCHEMAS[version], { ...ORDER, ...change });
}

export interface Message {
  type?: string;
  subject?: string;
  data: Buffer;
}

/** An event of an order as its consumers get it. */
export function orderMessage({
  type = ORDER_EVENT_TYPES.order,
  subject = ORDER.orderId,
  data,
}: Message): SQSRecord {
  const body = writeEvent({
    id: orderEventId(subject, 'order'),
    source: '/shop/orders',
    type,
    subject,
    time: new Date(ORDER.placedAt),
    dataschema: 'urn:shop:schemas:order:v1',
    data,
  });
  // Only what consumers read.
  return {
    messageId: 'm1',
    body,
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: subject },
    messageAttributes: {},
  } as unknown as SQSRecord;
}

/** What no retry makes readable for a release that knows version 1 of the schema, each with the cause to be parked with. */
export const UNREADABLE: readonly [cause: string, what: string, message: SQSRecord][] = [
  ['malformed-event', 'no CloudEvent', { ...orderMessage({ data: orderData('v1') }), body: '{}' }],
  [
    'malformed-event',
    'a subject that is too long',
    orderMessage({ subject: 'x'.repeat(201), data: orderData('v1') }),
  ],
  [
    'unknown-type',
    'an event of another kind',
    orderMessage({ type: 'shop.parcel.sent', data: orderData('v1') }),
  ],
  ['unknown-type', 'the name of a prototype', orderMessage({ type: 'constructor', data: orderData('v1') })],
  ['unknown-schema', 'a fingerprint of no schema', orderMessage({ data: Buffer.alloc(40, 'c301', 'hex') })],
  ['invalid-data', 'data that is no single object', orderMessage({ data: Buffer.from('{}') })],
  ['invalid-data', 'data that ends too early', orderMessage({ data: orderData('v1').subarray(0, -3) })],
  [
    'invalid-data',
    'another order than the subject',
    orderMessage({ subject: '536366', data: orderData('v1') }),
  ],
  [
    'invalid-data',
    'another kind than the type',
    orderMessage({ type: ORDER_EVENT_TYPES.cancellation, data: orderData('v1') }),
  ],
];
