import type { components } from '../../../schemas/gen/openapi/payments/v1.ts';

export interface Order {
  orderId: string;
  /** Decimal text. */
  amount: string;
}

/** The payment of an order: the same body whenever it is sent. */
export function charge({ orderId, amount }: Order) {
  return {
    orderId,
    amount,
    currency: 'GBP',
    kind: 'charge',
    customerId: '17850',
    country: 'United Kingdom',
  } as const satisfies components['schemas']['NewPayment'];
}
