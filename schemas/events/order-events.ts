export type OrderKind = 'order' | 'cancellation';

/** The CloudEvents `type` for each kind of order. */
export const ORDER_EVENT_TYPES = {
  order: 'shop.order.placed',
  cancellation: 'shop.order.cancelled',
} as const satisfies Record<OrderKind, string>;

/** The CloudEvents `id`. An order has one event of its kind, whichever release writes it and however often. */
export function orderEventId(orderId: string, kind: OrderKind): string {
  return `${orderId}.${kind}`;
}
