import type { Survey } from '../orders/survey-orders.ts';

/** No customer is charged for an order that the shop does not have: ids of those who are. */
export function findChargesWithoutOrder({ charged, placed }: Pick<Survey, 'charged' | 'placed'>): string[] {
  return charged.filter((orderId) => !placed.includes(orderId));
}
