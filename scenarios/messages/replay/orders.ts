import type { Order } from '../../../driver/orders/order.ts';

/** In floating point, most sums of their multiples are a fraction of a penny off. */
const PRICES = ['0.10', '0.70', '1.10', '4.35'];

/** Every fourth is a cancellation. `part` keeps the orders of a run apart. */
export function testOrder(run: string, part: string, index: number): Order {
  const isCancellation = index % 4 === 3;
  const sign = isCancellation ? -1 : 1;
  return {
    orderId: `${isCancellation ? 'C' : ''}${run}-${part}-${index}`,
    kind: isCancellation ? 'cancellation' : 'order',
    customerId: '12346',
    country: index % 2 === 0 ? 'United Kingdom' : 'EIRE',
    placedAt: '2010-12-09T10:00:00Z',
    lines: PRICES.map((unitPrice, line) => ({
      sku: `8512${line}`,
      description: 'HEART T-LIGHT HOLDER',
      quantity: sign * (line + 2 + (index % 3)),
      unitPrice,
    })),
  };
}
