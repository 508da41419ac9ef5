import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ShopError } from '../../shared/errors.ts';
import { storedInteger, storedMoney } from '../../shared/fields.ts';
import type { Attributes } from '../../shared/table.ts';
import { isSamePayment, type PaymentRequest } from '../domain.ts';

export interface NewPayment extends PaymentRequest {
  currency: 'GBP';
  orderId: string;
  /** Clients of contract v1 do not say. */
  channel?: Channel;
}

const CHANNELS = ['web', 'store', 'phone'] as const;
type Channel = (typeof CHANNELS)[number];

export type Decision = 'allow' | 'review' | 'decline';
export type PaymentStatus = 'accepted' | 'held' | 'declined';

export interface Assessment {
  decision: Decision;
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

const STATUS_AFTER: Readonly<Record<Decision, PaymentStatus>> = {
  allow: 'accepted',
  review: 'held',
  decline: 'declined',
};

export function statusAfter(decision: Decision): PaymentStatus {
  return STATUS_AFTER[decision];
}

/**
 * Of whichever release: v1 wrote neither `orderId`, `createdAt` nor `degraded`, and its payments have the order's id. Only
 * v2 writes `channel` and `declined`.
 */
export const storedPayment = z
  .object({
    paymentId: z.string(),
    orderId: z.string().optional(),
    amount: storedMoney,
    currency: z.literal('GBP'),
    kind: z.enum(['charge', 'refund']),
    customerId: z.string().nullable(),
    country: z.string(),
    channel: z.enum(CHANNELS).exactOptional(),
    status: z.enum(['accepted', 'held']),
    assessment: z.object({
      score: storedInteger,
      decision: z.enum(['allow', 'review']),
      degraded: z.boolean().default(false),
    }),
    createdAt: z.string().optional(),
    declined: z.boolean().default(false),
  })
  .transform(
    ({ orderId, createdAt, declined, status, assessment, ...payment }): Payment => ({
      ...payment,
      orderId: orderId ?? payment.paymentId,
      status: declined ? 'declined' : status,
      assessment: {
        decision: declined ? 'decline' : assessment.decision,
        score: assessment.degraded ? null : assessment.score,
        degraded: assessment.degraded,
      },
      createdAt: createdAt ?? null,
    }),
  );

/** All that v1 and v1.1 write, and more. To them a declined payment is held: it is not charged until a person looks. */
export function paymentAttributes({ assessment, status, ...payment }: Payment): Attributes {
  const declined = status === 'declined';
  return {
    ...payment,
    type: 'payment',
    status: declined ? 'held' : status,
    ...(declined && { declined }),
    amount: NumberValue.from(payment.amount.toFixed()),
    assessment: {
      ...assessment,
      decision: declined ? 'review' : assessment.decision,
      assessmentId: payment.paymentId,
      score: assessment.score ?? UNASSESSED_SCORE,
    },
  };
}

/**
 * The known payment, for a request that repeats the one which made it. A client that was upgraded in between names a
 * channel that its first request did not.
 *
 * @throws ShopError `idempotency-key-reused`
 */
export function replay(known: Payment, asked: NewPayment): Payment {
  const isSameChannel = [known.channel, asked.channel].includes(undefined) || known.channel === asked.channel;
  if (isSamePayment(known, asked) && known.orderId === asked.orderId && isSameChannel) return known;
  throw new ShopError('idempotency-key-reused', 'idempotency-key: another payment has this key');
}
