import type { ItemKey } from './item-key.ts';
import { BOOLEAN, type ItemLayout, MAP, NUMBER, optional, TEXT, TEXT_OR_NULL } from './item-layout.ts';

export function paymentKey(paymentId: string): ItemKey {
  return { pk: `PAYMENT#${paymentId}`, sk: 'PAYMENT' };
}

/** Beside the payment that it asks for. */
export function paymentRequestKey(paymentId: string): ItemKey {
  return { ...paymentKey(paymentId), sk: 'REQUEST' };
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
    // What fraud returned: `assessmentId`, `score`, `decision`; `degraded` where it did not answer. v1 has no `degraded`.
    assessment: MAP,
    // From v1.1 on. Payments of v1 have the id of their order.
    orderId: optional(TEXT),
    // ISO 8601; from v1.1 on.
    createdAt: optional(TEXT),
    // Of v2: where the customer bought, if the client says so.
    channel: optional(TEXT),
    // Of v2, and true: releases before it see the payment as held.
    declined: optional(BOOLEAN),
  },
};

/**
 * A payment that was asked for asynchronously, and accepted. The payment itself is another item, so releases that know no
 * such requests see no payment until it is taken.
 */
export const PAYMENT_REQUEST_ITEM: ItemLayout = {
  table: 'payments',
  name: 'payment-request',
  owners: ['payments'],
  exampleKey: paymentRequestKey('<paymentId>'),
  attributes: {
    type: TEXT,
    paymentId: TEXT,
    orderId: TEXT,
    amount: NUMBER,
    currency: TEXT,
    kind: TEXT,
    customerId: TEXT_OR_NULL,
    country: TEXT,
    // Where the payment is reported once it is taken, if the client asks for that.
    callbackUrl: optional(TEXT),
    // ISO 8601.
    requestedAt: TEXT,
  },
};
