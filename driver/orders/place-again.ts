import { retrying } from '../clients/retrying.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import { smallOrder } from './small-order.ts';

const CLIENTS = 4;

/** Sends small orders again that failed, as customers would who come back. Returns how many are placed now. */
export async function placeAgain(
  { shop, signal }: Pick<DriverContext, 'shop' | 'signal'>,
  orderIds: readonly string[],
): Promise<number> {
  const answers = await concurrently(orderIds, CLIENTS, async (orderId) => {
    const { answer } = await retrying(
      () => shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal),
      signal,
    );
    return answer?.status ?? 0;
  });
  return answers.filter((status) => status === 200 || status === 201).length;
}
