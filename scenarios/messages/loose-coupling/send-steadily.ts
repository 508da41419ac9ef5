import { setTimeout as sleep } from 'node:timers/promises';
import { concurrently } from '../../../driver/concurrently.ts';
import type { Order } from '../../../driver/orders/order.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** What a customer saw of one order. */
export interface Answered {
  orderId: string;
  isAccepted: boolean;
  /** Milliseconds until the answer. */
  ms: number;
}

/** What customers saw of a number of orders. */
export interface Sent {
  answers: Answered[];
  /** From the first request to the last answer, in milliseconds. */
  ms: number;
}

const ORDERS_PER_SECOND = 15;
/** A machine that is too slow for the rate gets fewer orders, and not ever more of them at the same time. */
const MAX_AT_ONCE = 4;

/** Sends orders at a steady rate. Customers do not try again after a failure. */
export async function sendSteadily(
  { shop, signal }: Pick<ScenarioContext, 'shop' | 'signal'>,
  orders: readonly Order[],
): Promise<Sent> {
  const begin = performance.now();
  const answers = await concurrently(orders, MAX_AT_ONCE, async (order, index): Promise<Answered> => {
    const due = begin + (1000 * index) / ORDERS_PER_SECOND;
    await sleep(Math.max(0, due - performance.now()), undefined, { signal });
    const startedAt = performance.now();
    const answer = await shop.send('orders', 'POST', '/orders', order, signal).catch(() => undefined);
    signal.throwIfAborted();
    return {
      orderId: order.orderId,
      isAccepted: answer?.status === 201,
      ms: performance.now() - startedAt,
    };
  });
  return { answers, ms: performance.now() - begin };
}
