import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { retrying } from '../../shared/retry.ts';
import { Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import { billFor, orderKey, statusOf } from '../domain.ts';
import { type Channel, fromRecord, isSameOrder, type Order } from './order.ts';
import { orderEvent, outboxItem } from './outbox.ts';
import { orderPayments } from './payments.ts';
import { PendingOrders } from './pending-orders.ts';
import { type Described, orderAttributes, storedOrder } from './stored-order.ts';

const table = new Table(required('SHARED_TABLE'));
export const pendingOrders = new PendingOrders(table);
export const payments = orderPayments({
  apiId: required('PAYMENTS_API_ID'),
  stage: required('PAYMENTS_API_STAGE'),
});

const onPassingRefusal = retrying({
  when: (error) => error instanceof TransactionCanceled && error.retryable,
  attempts: 5,
});

export type StoredOrder = z.infer<typeof storedOrder> & { channel: Channel | undefined };

/** An order with all that is written when it is placed. */
export interface ToPlace {
  order: Order;
  record: Buffer;
  event: string;
  now: Date;
}

/** @throws ShopError `payload-too-large` when the order's event would be too large to send */
export function toPlace(order: Order, record: Buffer, now: Date): ToPlace {
  return { order, record, event: orderEvent(order, record, now), now };
}

export interface Placed {
  /** False when the same order was there before. */
  isNew: boolean;
  /** It was paid for while fraud did not answer. */
  degraded: boolean;
  order: Described;
}

/**
 * Has a pending order paid for, and places it. To do so again, after a failure or beside another request, charges
 * the customer once and places the order once.
 *
 * @throws ShopError `conflict` when there is another order or payment with this id; the pending order is then gone
 */
export async function payAndPlace(placing: ToPlace, deadline: Deadline): Promise<Placed> {
  try {
    return await place(placing, deadline);
  } catch (error) {
    // A conflict stays one. After any other failure the order may be paid for, and so it stays pending.
    if (ShopError.from(error).code === 'conflict') await pendingOrders.forget(placing);
    throw error;
  }
}

async function place(placing: ToPlace, deadline: Deadline): Promise<Placed> {
  const { order, record, event, now } = placing;
  // A known order is rare, and payments charges for it once: a read before each order would find nothing.
  const { status: payment, degraded } = await payments.pay(billFor(order), deadline);
  const status = statusOf(order.kind, payment);
  const isNew = await write([
    table.createItemAction(orderKey(order.orderId), orderAttributes(order, status, record)),
    outboxItem(table, order, event, now),
    pendingOrders.removing(order.orderId),
  ]);
  if (isNew) return { isNew, degraded, order: { ...order, status } };

  const known = await findOrder(order.orderId);
  if (known === undefined)
    throw new ShopError('conflict', 'orderId: there is an event of an order with this id');
  if (!isSameOrder(known.record, record)) {
    throw new ShopError('conflict', 'orderId: another order with this id exists');
  }
  await pendingOrders.forget(placing);
  return { isNew, degraded, order: known };
}

export async function findOrder(orderId: string): Promise<StoredOrder | undefined> {
  const found = await table.getItem(orderKey(orderId));
  if (found === undefined) return undefined;
  const stored = parse(storedOrder, found, 'internal');
  return { ...stored, channel: fromRecord(stored.record).channel };
}

/** All items or none: no event is lost, and none describes an order that does not exist. */
async function write(items: TransactWriteItem[]): Promise<boolean> {
  const token = randomUUID();
  try {
    await onPassingRefusal.execute(() => table.transactWrite(items, token));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceled && error.conditionFailed()) return false;
    throw error;
  }
}
