import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ShopError } from '../../shared/errors.ts';
import { storedInteger, storedMoney } from '../../shared/fields.ts';
import type { Attributes } from '../../shared/table.ts';
import { isSamePayment, type PaymentRequest, type PaymentStatus } from '../domain.ts';

export interface NewPayment extends PaymentRequest {
  currency: 'GBP';
  orderId: string;
}

export interface Assessment {
  decision: 'allow' | 'review';
  /** From 0 (no doubt) to 100; null where fraud has not assessed the payment. */
  score: number | null;
  /** Fraud did not answer in time, and the payment is held for that reason. */
  degraded: boolean;
}

export interface Payment extends NewPayment {
  status: PaymentStatus;
  assessment: Assessment;
  /** ISO 8601; null for payments that v1 took, which recorded no time. */
  createdAt: string | null;
}

/**
 * What v1 reads in the place of a score that there is none of: it knows no payment without one. The highest, because a
 * payment without an assessment is held.
 */
export const UNASSESSED_SCORE = 100;

/** Of whichever release: v1 wrote neither `orderId`, `createdAt` nor `degraded`, and its payments have the order's id. */
export const storedPayment = z
  .object({
    paymentId: z.string(),
    orderId: z.string().optional(),
    amount: storedMoney,
    currency: z.literal('GBP'),
    kind: z.enum(['charge', 'refund']),
    customerId: z.string().nullable(),
    country: z.string(),
    status: z.enum(['accepted', 'held']),
    assessment: z.object({
      score: storedInteger,
      decision: z.enum(['allow', 'review']),
      degraded: z.boolean().default(false),
    }),
    createdAt: z.string().optional(),
  })
  .transform(
    ({ orderId, createdAt, assessment, ...payment }): Payment => ({
      ...payment,
      orderId: orderId ?? payment.paymentId,
      assessment: { ...assessment, score: assessment.degraded ? null : assessment.score },
      createdAt: createdAt ?? null,
    }),
  );

/** All that v1 wrote, and more. */
export function paymentAttributes({ assessment, ...payment }: Payment): Attributes {
  return {
    ...payment,
    type: 'payment',
    amount: NumberValue.from(payment.amount.toFixed()),
    assessment: {
      ...assessment,
      assessmentId: payment.paymentId,
      score: assessment.score ?? UNASSESSED_SCORE,
    },
  };
}

/** The known payment, for a request that repeats the one which made it. @throws ShopError `idempotency-key-reused` */
export function replay(known: Payment, asked: NewPayment): Payment {
  if (isSamePayment(known, asked) && known.orderId === asked.orderId) return known;
  throw new ShopError('idempotency-key-reused', 'idempotency-key: another payment has this key');
}
