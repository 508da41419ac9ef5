import type { Order } from './order.ts';

/** A small order; all of them are the same but for their ids. */
export function smallOrder(orderId: string): Order {
  return {
    orderId,
    kind: 'order',
    customerId: '12346',
    country: 'United Kingdom',
    placedAt: '2010-12-09T10:00:00Z',
    lines: [{ sku: '85123', description: 'HEART T-LIGHT HOLDER', quantity: 2, unitPrice: '2.55' }],
  };
}
