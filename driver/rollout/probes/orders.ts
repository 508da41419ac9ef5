import { differences } from '../../invariants/losses.ts';
import { smallOrder } from '../../orders/small-order.ts';
import { canaryRequests } from '../canary-requests.ts';
import type { RolloutProbe } from '../probe.ts';

/**
 * Places an order of free lines and reads it. Its event has gone to consumers by then, so it cannot be taken back: it
 * stays, with a total of 0.00.
 */
export const ordersProbe: RolloutProbe = {
  async release({ shop }, signal) {
    return (await shop.send('orders', 'GET', '/orders/unknown', undefined, signal)).release;
  },

  async canary(context, orderId, signal) {
    const { result, send } = canaryRequests(context, 'orders', signal);
    const small = smallOrder(orderId);
    const lines = small.lines.map((line) => ({ ...line, unitPrice: '0.00' }));
    const placed = await send(201, 'POST', '/orders', { ...small, lines });
    if (placed === undefined) return result;
    result.writtenBy = placed.release;
    const read = await send(200, 'GET', `/orders/${orderId}`);
    if (read !== undefined) {
      result.losses = differences(placed.body, read.body, { canary: orderId, writtenBy: result.writtenBy });
    }
    return result;
  },
};
