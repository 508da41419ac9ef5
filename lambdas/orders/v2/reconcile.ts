import { ShopError } from '../../shared/errors.ts';
import { Deadline } from '../../shared/resilience/deadline.ts';
import { isAbandoned } from '../domain.ts';
import type { PendingOrder } from './pending-orders.ts';
import { findOrder, payAndPlace, payments, pendingOrders, toPlace } from './place.ts';

/** What became of each pending order, by its id. */
export interface Reconciliation {
  /** It was paid for, and is now placed. */
  placed: string[];
  /** It was placed already, or is not paid for and no request works on it; or its id is another order's. */
  forgotten: string[];
  /** It is not paid for, and a request may still be at work on it. */
  waiting: string[];
  failed: { orderId: string; code: string }[];
  /** Whether there was time for all of them. */
  complete: boolean;
}

/** An order takes about as long as a request. */
const RESERVE_MS = 10_000;

/**
 * Brings every order that a dead request left pending to its end. It charges no customer: an order that is paid for
 * is placed, and one that is not is forgotten, for its client was given no answer that said otherwise.
 */
export async function reconcile(now: Date, remainingMs: () => number): Promise<Reconciliation> {
  const result: Reconciliation = { placed: [], forgotten: [], waiting: [], failed: [], complete: true };
  for await (const pending of pendingOrders.all()) {
    if (remainingMs() < RESERVE_MS) return { ...result, complete: false };
    const { orderId } = pending.order;
    try {
      result[await settle(pending, now, Deadline.in(remainingMs()))].push(orderId);
    } catch (error) {
      result.failed.push({ orderId, code: ShopError.from(error).code });
    }
  }
  return result;
}

async function settle(
  pending: PendingOrder,
  now: Date,
  deadline: Deadline,
): Promise<'placed' | 'forgotten' | 'waiting'> {
  const { order, record, since } = pending;
  const { orderId } = order;
  if ((await findOrder(orderId)) !== undefined) {
    await pendingOrders.forget(pending);
    return 'forgotten';
  }
  if (!(await payments.isPaid(orderId, deadline))) {
    // A request that began since we looked may be about to pay, and then the order must be known.
    const forgotten = isAbandoned(since, now) && (await pendingOrders.forget(pending, since));
    return forgotten ? 'forgotten' : 'waiting';
  }
  try {
    await payAndPlace(toPlace(order, record, now), deadline);
    return 'placed';
  } catch (error) {
    if (ShopError.from(error).code === 'conflict') return 'forgotten';
    throw error;
  }
}
