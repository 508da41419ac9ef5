/** What an order is worth. No clock, no network. */
import { ShopError } from '../shared/errors.ts';
import { fitsMoney, type Money, multiply, sum } from '../shared/money.ts';

interface Priced {
  lines: readonly { quantity: number; unitPrice: Money }[];
}

/** @throws ShopError `bad-request` when the sum of the lines is out of range */
export function withTotal<Order extends Priced>(order: Order): Order & { total: Money } {
  const total = sum(order.lines.map(({ quantity, unitPrice }) => multiply(unitPrice, quantity)));
  if (!fitsMoney(total)) throw new ShopError('bad-request', 'lines: their sum is out of range');
  return { ...order, total };
}
