/** What an order is worth, who pays for it, and what has become of it. No clock, no ids, no network. */
import { ORDER_EVENT_TYPES, type OrderKind } from '../../schemas/events/order-events.ts';
import { ShopError } from '../shared/errors.ts';
import { fitsMoney, formatMoney, type Money, multiply, sum } from '../shared/money.ts';

// Frozen releases import keys and event ids from here.
export { type OrderKind, orderEventId as eventId } from '../../schemas/events/order-events.ts';
export { orderKey } from '../../schemas/items/order-item.ts';
export { outboxKey } from '../../schemas/items/outbox-item.ts';
export { PENDING_PARTITIONS, pendingKey } from '../../schemas/items/pending-order-item.ts';

export type OrderStatus = 'placed' | 'cancelled' | 'under-review';

interface Priced {
  lines: readonly { quantity: number; unitPrice: Money }[];
}

/** Zero prices, negative quantities and so totals of any sign are real. */
export function withTotal<Order extends Priced>(order: Order): Order & { total: Money } {
  const total = sum(order.lines.map(({ quantity, unitPrice }) => multiply(unitPrice, quantity)));
  if (!fitsMoney(total)) throw new ShopError('bad-request', 'lines: their sum is out of range');
  return { ...order, total };
}

export interface Bill {
  paymentId: string;
  amount: string;
  currency: 'GBP';
  kind: 'charge' | 'refund';
  customerId: string | null;
  country: string;
}

/** The order's id is the payment's: asking twice pays once. */
export function billFor(order: {
  orderId: string;
  customerId: string | null;
  country: string;
  total: Money;
}): Bill {
  return {
    paymentId: order.orderId,
    amount: formatMoney(order.total.abs()),
    currency: 'GBP',
    kind: order.total.lt('0') ? 'refund' : 'charge',
    customerId: order.customerId,
    country: order.country,
  };
}

/** A payment that is held holds nothing else up: the order is accepted, and a person reviews it. */
export function statusOf(kind: OrderKind, payment: 'accepted' | 'held'): OrderStatus {
  if (payment === 'held') return 'under-review';
  return kind === 'order' ? 'placed' : 'cancelled';
}

/** An order with an id that is known already is a repetition if it is the same order, else a mistake. */
export function repetition<Stored extends { record: Uint8Array }>(known: Stored, record: Uint8Array): Stored {
  if (Buffer.compare(known.record, record) === 0) return known;
  throw new ShopError('conflict', 'orderId: another order with this id exists');
}

/** Three times the longest that a request may take: the request that wrote the order has ended by then. */
const ABANDONED_AFTER_MS = 60_000;

/**
 * Whether a pending order that has no payment can be deleted. A request that is still at work may be about to
 * pay, so a young one must stay. (A pending order that is paid for is placed, however young it is.)
 */
export function isAbandoned(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() > ABANDONED_AFTER_MS;
}

export function eventType(kind: OrderKind): string {
  return ORDER_EVENT_TYPES[kind];
}

/** What is booked at the carrier for an order. */
export interface Consignment {
  orderId: string;
  country: string;
  weightGrams: number;
  parcels: number;
}

/** The catalogue knows no weights: each piece counts as much, packaging included. */
const GRAMS_PER_PIECE = 150;
const GRAMS_PER_PARCEL = 10_000;
/** Of the carrier's contract. */
const MAX_WEIGHT_GRAMS = 1_000_000;

/** @throws ShopError `conflict` when the order does not ship */
export function consignmentOf(order: {
  orderId: string;
  country: string;
  status: string;
  lines: readonly { quantity: number }[];
}): Consignment {
  const { orderId, country, status, lines } = order;
  if (status !== ('placed' satisfies OrderStatus)) {
    throw new ShopError('conflict', `orderId: an order does not ship while its status is ${status}`);
  }
  // Lines with negative quantities are goods that come back.
  const pieces = lines.reduce((total, { quantity }) => total + Math.max(0, quantity), 0);
  const weightGrams = pieces * GRAMS_PER_PIECE;
  if (pieces === 0) throw new ShopError('conflict', 'orderId: the order has nothing to ship');
  if (weightGrams > MAX_WEIGHT_GRAMS) {
    throw new ShopError('conflict', 'orderId: the order is too heavy for the carrier');
  }
  return { orderId, country, weightGrams, parcels: Math.ceil(weightGrams / GRAMS_PER_PARCEL) };
}
