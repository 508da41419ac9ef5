import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { storedMoney } from '../../shared/fields.ts';
import { formatMoney, type Money } from '../../shared/money.ts';
import type { Attributes } from '../../shared/table.ts';
import type { OrderKind, OrderStatus } from '../domain.ts';
import type { Channel, Order } from './order.ts';

/** The order's item: what is asked for in attributes, and the whole of it as the Avro record. */
export function orderAttributes(order: Order, status: OrderStatus, record: Buffer): Attributes {
  return {
    type: 'order',
    orderId: order.orderId,
    kind: order.kind,
    status,
    total: NumberValue.from(order.total.toFixed()),
    customerId: order.customerId,
    country: order.country,
    placedAt: order.placedAt.toISOString(),
    record,
  };
}

export const storedOrder = z.object({
  orderId: z.string(),
  kind: z.enum(['order', 'cancellation']),
  status: z.string(),
  total: storedMoney,
  record: z.instanceof(Uint8Array),
});

export interface Described {
  orderId: string;
  kind: OrderKind;
  total: Money;
  status: string;
  channel?: Channel | undefined;
}

export function describe({ orderId, kind, total, status, channel }: Described) {
  const common = { orderId, kind, total: formatMoney(total), status };
  return channel === undefined ? common : { ...common, channel };
}
