import { ordersOfRelease } from '../../../driver/orders/orders-of-release.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { testOrder } from './orders.ts';

export interface Traffic {
  /** Orders that were placed while the work was done. */
  orderIds: string[];
}

/** Places orders one after the other, with both releases of the producer in turn, for as long as the work takes. */
export async function whileTraffic<T>(
  context: ScenarioContext,
  work: () => Promise<T>,
): Promise<{ result: T; traffic: Traffic }> {
  const releases = await Promise.all((['v1', 'v2'] as const).map((name) => ordersOfRelease(context, name)));
  const orderIds: string[] = [];
  let isOver = false;
  const placing = (async () => {
    for (let index = 0; !isOver; index += 1) {
      context.signal.throwIfAborted();
      const order = testOrder(context.run, 'live', index);
      await releases[index % releases.length]?.(order);
      orderIds.push(order.orderId);
    }
  })();
  // It is awaited below; a failure in the meantime must not count as unhandled.
  placing.catch(() => {});
  try {
    const result = await work();
    isOver = true;
    await placing;
    return { result, traffic: { orderIds } };
  } finally {
    isOver = true;
  }
}
