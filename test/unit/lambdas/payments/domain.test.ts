import { describe, expect, it } from 'vitest';
import { type PaymentRequest, repetition, statusAfter } from '../../../../lambdas/payments/domain.ts';
import { Money } from '../../../../lambdas/shared/money.ts';

const payment: PaymentRequest = {
  paymentId: '536365',
  amount: Money('15.3'),
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'United Kingdom',
};

describe('a payment', () => {
  it('is held, never refused, when fraud has doubts', () => {
    expect(statusAfter('allow')).toBe('accepted');
    expect(statusAfter('review')).toBe('held');
  });

  it('is the same one when it is asked for again, however its amount is written', () => {
    expect(repetition(payment, { ...payment, amount: Money('15.30') })).toBe(payment);
  });

  it.each([
    { amount: Money('15.31') },
    { kind: 'refund' as const },
    { customerId: '17850' },
    { country: 'France' },
  ])('is another one with $0, and so a conflict', (change) => {
    expect(() => repetition(payment, { ...payment, ...change })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });
});
