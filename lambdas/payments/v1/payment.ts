import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { identifier, storedInteger, storedMoney } from '../../shared/fields.ts';
import { moneyText } from '../../shared/money.ts';
import type { Attributes } from '../../shared/table.ts';
import type { PaymentRequest, PaymentStatus } from '../domain.ts';
import type { Assessment } from './fraud.ts';

export const newPayment = z.object({
  paymentId: identifier,
  amount: moneyText.refine((amount) => amount.gte('0'), 'must not be negative: kind says which way it goes'),
  currency: z.literal('GBP'),
  kind: z.enum(['charge', 'refund']),
  customerId: identifier.nullable(),
  country: z.string().min(1).max(100),
});

export const storedPayment = z.object({
  paymentId: z.string(),
  amount: storedMoney,
  currency: z.string(),
  kind: z.enum(['charge', 'refund']),
  customerId: z.string().nullable(),
  country: z.string(),
  status: z.enum(['accepted', 'held']),
  assessment: z.object({
    assessmentId: z.string(),
    score: storedInteger,
    decision: z.enum(['allow', 'review']),
  }),
});

export type Payment = PaymentRequest & { status: PaymentStatus; assessment: Assessment };

export function paymentAttributes(payment: Payment): Attributes {
  return { ...payment, type: 'payment', amount: NumberValue.from(payment.amount.toFixed()) };
}

export function describe({ paymentId, status, assessment }: Payment) {
  return { paymentId, status, assessment };
}
