export type OrderKind = 'order' | 'cancellation';

/** The CloudEvents `type` for each kind of order. */
export const ORDER_EVENT_TYPES = {
  order: 'shop.order.placed',
  cancellation: 'shop.order.cancelled',
} as const satisfies Record<OrderKind, string>;

const KINDS: ReadonlyMap<string, OrderKind> = new Map([
  [ORDER_EVENT_TYPES.order, 'order'],
  [ORDER_EVENT_TYPES.cancellation, 'cancellation'],
]);

/** The kind of order that a CloudEvents `type` is for; undefined for a type that is none of these. */
export function orderKindOf(type: string): OrderKind | undefined {
  return KINDS.get(type);
}

/** The CloudEvents `id`. An order has one event of its kind, whichever release writes it and however often. */
export function orderEventId(orderId: string, kind: OrderKind): string {
  return `${orderId}.${kind}`;
}
