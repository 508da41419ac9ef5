/** A request but for its order, and whether the fraud service has declined the payment. */
export interface PaymentSample {
  body: {
    amount: string;
    currency: 'GBP';
    kind: 'charge' | 'refund';
    customerId: string | null;
    country: string;
    channel?: 'web' | 'store' | 'phone';
  };
  /** Contract v1 leaves it to the client. */
  hasKey: boolean;
  declined: boolean;
}

const GUEST = {
  amount: '0.00',
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'France',
} as const;
const CUSTOMER = {
  amount: '12.50',
  currency: 'GBP',
  kind: 'refund',
  customerId: '17850',
  country: 'United Kingdom',
} as const;
const DOUBTFUL = { ...GUEST, amount: '9100.00' } as const;

export const PAYMENT_SAMPLES: Record<'v1' | 'v2', readonly PaymentSample[]> = {
  v1: [
    { body: GUEST, hasKey: false, declined: false },
    { body: CUSTOMER, hasKey: true, declined: false },
    { body: DOUBTFUL, hasKey: true, declined: false },
  ],
  v2: [
    { body: GUEST, hasKey: true, declined: false },
    { body: { ...CUSTOMER, channel: 'web' }, hasKey: true, declined: false },
    { body: DOUBTFUL, hasKey: true, declined: true },
  ],
};
