import type { ItemKey } from './item-key.ts';
import { type ItemLayout, MAP, NUMBER, TEXT, TEXT_OR_NULL } from './item-layout.ts';

export function paymentKey(paymentId: string): ItemKey {
  return { pk: `PAYMENT#${paymentId}`, sk: 'PAYMENT' };
}

/** A charge or a refund. */
export const PAYMENT_ITEM: ItemLayout = {
  table: 'payments',
  name: 'payment',
  owners: ['payments'],
  exampleKey: paymentKey('<paymentId>'),
  attributes: {
    type: TEXT,
    paymentId: TEXT,
    // Exact, and not negative: `kind` gives the direction.
    amount: NUMBER,
    currency: TEXT,
    kind: TEXT,
    customerId: TEXT_OR_NULL,
    country: TEXT,
    status: TEXT,
    // What fraud returned: `assessmentId`, `score`, `decision`.
    assessment: MAP,
  },
};
