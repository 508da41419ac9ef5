import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type OrderKind, orderEventId } from '../../schemas/events/order-events.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import { invokeHttp } from '../clients/invoke-http.ts';
import type { DriverContext } from '../context.ts';
import { smallOrder } from '../orders/small-order.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system'>;

export interface ProducedEvent {
  orderId: string;
  eventId: string;
  /** The CloudEvent as JSON. */
  body: string;
}

/** Places an order of free lines with one version of orders, and returns the event that it wrote to the outbox. */
export async function produceEvent(
  context: Context,
  version: string,
  kind: OrderKind,
  orderId: string,
): Promise<ProducedEvent> {
  const { aws, system } = context;
  const small = smallOrder(orderId);
  const lines = small.lines.map((line) => ({ ...line, unitPrice: '0.00' }));
  const { status } = await invokeHttp(context, system.services.orders.functionName, version, {
    method: 'POST',
    resource: '/orders',
    // A release that knows no channel ignores it.
    body: { ...small, kind, lines, channel: 'phone' },
  });
  if (status !== 201) throw new Error(`Version ${version} of orders answered ${status}`);
  const eventId = orderEventId(orderId, kind);
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables.shared,
      Key: outboxKey(orderId, eventId),
      ConsistentRead: true,
    }),
  );
  return { orderId, eventId, body: String(Item?.['event']) };
}
