import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '../../../driver/orders/order.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** What a customer saw of one order. */
export interface Answered {
  orderId: string;
  isAccepted: boolean;
  /** Milliseconds until the answer. */
  ms: number;
}

const ORDERS_PER_SECOND = 15;

/** Sends orders at a steady rate: customers do not wait for one another, and do not try again after a failure. */
export function sendSteadily(
  { shop, signal }: Pick<ScenarioContext, 'shop' | 'signal'>,
  orders: readonly Order[],
): Promise<Answered[]> {
  const sendAt = async (order: Order, index: number): Promise<Answered> => {
    await sleep((1000 * index) / ORDERS_PER_SECOND, undefined, { signal });
    const startedAt = performance.now();
    const answer = await shop.send('orders', 'POST', '/orders', order, signal).catch(() => undefined);
    signal.throwIfAborted();
    return {
      orderId: order.orderId,
      isAccepted: answer?.status === 201,
      ms: performance.now() - startedAt,
    };
  };
  return Promise.all(orders.map(sendAt));
}
