/** What becomes of a payment. No clock, no ids, no network. */
import { ShopError } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';

// Frozen releases import the keys from here.
export { paymentKey } from '../../schemas/items/payment-item.ts';

export interface PaymentRequest {
  paymentId: string;
  amount: Money;
  currency: string;
  kind: 'charge' | 'refund';
  customerId: string | null;
  country: string;
}

export type PaymentStatus = 'accepted' | 'held';

/** In contract v1 fraud never drops a payment: what it doubts is held until a person has reviewed it. */
export function statusAfter(decision: 'allow' | 'review'): PaymentStatus {
  return decision === 'allow' ? 'accepted' : 'held';
}

/** A payment with an id that is known already is a repetition if it is the same payment, else a mistake. */
export function repetition<Stored extends PaymentRequest>(known: Stored, asked: PaymentRequest): Stored {
  if (!isSamePayment(known, asked)) {
    throw new ShopError('conflict', 'paymentId: another payment with this id exists');
  }
  return known;
}

/** However the amount is written. */
export function isSamePayment(known: PaymentRequest, asked: PaymentRequest): boolean {
  return (
    known.amount.eq(asked.amount) &&
    known.currency === asked.currency &&
    known.kind === asked.kind &&
    known.customerId === asked.customerId &&
    known.country === asked.country
  );
}
