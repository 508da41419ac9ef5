import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { concurrently } from '../../../driver/concurrently.ts';
import { hasEffect } from '../../../driver/dead-letters/effects.ts';
import { type OrderEventCopy, orderEventCopies } from '../../../driver/orders/order-event-copies.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { projectedOrderKey, totalKey } from '../../../schemas/items/analytics-items.ts';
import { bucket } from '../../../schemas/items/bucket.ts';
import { outboxKey } from '../../../schemas/items/outbox-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const CLIENTS = 8;
const COUNTED_WITHIN_MS = 60_000;
const DAY_MS = 86_400_000;
/** Of more than a century, in which the shop has no orders. */
const DAYS = 40_000;
const FIRST_DAY = Date.parse('1800-01-01T12:00:00Z');

/** Makes events of orders that only analytics gets, on days that belong to this run alone. */
export interface OwnEvents {
  make(name: string): OrderEventCopy;
  /** On the other day of the run. */
  makeUncountable(name: string): OrderEventCopy;
}

/** Places one order, whose event is the pattern for all others, and waits until analytics has counted it. */
export async function ownEvents(context: ScenarioContext): Promise<OwnEvents> {
  const { aws, run, shop, signal, system } = context;
  const orderId = `${run}-pattern`;
  const { status } = await shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal);
  if (status !== 201) throw new Error(`An order could not be placed: orders answered ${status}`);
  const Key = outboxKey(orderId, orderEventId(orderId, 'order'));
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName: system.tables.shared, Key, ConsistentRead: true }),
  );
  const copy = await orderEventCopies(context, String(Item?.['event']));
  // From here on analytics is running: what is measured is no cold start.
  const isCounted = () => hasEffect(context, 'analytics', { id: Key.sk, subject: orderId });
  await waitUntil(isCounted, COUNTED_WITHIN_MS, signal);
  const day = new Date(FIRST_DAY + 2 * bucket(run, DAYS / 2) * DAY_MS);
  const nextDay = new Date(day.getTime() + DAY_MS);
  return {
    make: (name) => copy(`${run}-${name}`, day),
    makeUncountable: (name) => copy(`${run}-${name}`, nextDay),
  };
}

/**
 * Does `work` while analytics cannot count an event: the sum that it adds to is not a number. No release of the code can
 * know that the next attempt fails, too.
 */
export async function withBrokenSum<T>(
  { aws, system }: ScenarioContext,
  event: OrderEventCopy,
  work: () => Promise<T>,
): Promise<T> {
  const TableName = system.tables.analytics;
  const Key = totalKey({ ...event, orderId: event.subject });
  await aws.documents.send(
    new PutCommand({ TableName, Item: { ...Key, type: 'total', amount: 'not a number', orders: 0 } }),
  );
  try {
    return await work();
  } finally {
    await aws.documents.send(new DeleteCommand({ TableName, Key }));
  }
}

/** Takes the orders of the run, which no customer has placed, out of the projection. */
export async function removeFromProjection(
  { aws, system }: ScenarioContext,
  events: readonly OrderEventCopy[],
): Promise<void> {
  const TableName = system.tables.analytics;
  const keys = events.flatMap((event) => [
    projectedOrderKey(event.subject),
    totalKey({ ...event, orderId: event.subject }),
  ]);
  await concurrently(keys, CLIENTS, (Key) => aws.documents.send(new DeleteCommand({ TableName, Key })));
}
