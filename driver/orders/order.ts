import { Big } from 'big.js';

/** The body of `POST /orders`. Money is decimal text: it is never a binary fraction on its way. */
export interface Order {
  orderId: string;
  kind: 'order' | 'cancellation';
  /** null for a guest. */
  customerId: string | null;
  country: string;
  /** ISO 8601. */
  placedAt: string;
  lines: OrderLine[];
}

export interface OrderLine {
  sku: string;
  /** May be empty. */
  description: string;
  /** May be negative or zero: returns, corrections. */
  quantity: number;
  /** Decimal text, GBP. May be zero. */
  unitPrice: string;
}

/** Sum of quantity × unit price, exact. */
export function totalOf(order: Order): Big {
  return order.lines.reduce((sum, line) => sum.plus(Big(line.unitPrice).times(line.quantity)), Big(0));
}

export function sumOf(orders: Iterable<Order>): Big {
  let sum = Big(0);
  for (const order of orders) sum = sum.plus(totalOf(order));
  return sum;
}
