import * as z from 'zod';
import { ShopError } from '../../shared/errors.ts';
import { identifier } from '../../shared/fields.ts';
import type { Answer, RestRequest, Route } from '../../shared/http.ts';
import { moneyText } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import { type Payment, UNASSESSED_SCORE } from './payment.ts';
import { getPayment, type Payments, takePayment } from './take-payment.ts';

const newPayment = z
  .object({
    paymentId: identifier,
    amount: moneyText.refine(
      (amount) => amount.gte('0'),
      'must not be negative: kind says which way it goes',
    ),
    currency: z.literal('GBP'),
    kind: z.enum(['charge', 'refund']),
    customerId: identifier.nullable(),
    country: z.string().min(1).max(100),
  })
  .transform((payment) => ({ ...payment, orderId: payment.paymentId }));

/** The routes of payments v1, for orders v1 and v1.1. Where fraud does not answer, they fail, as they did. */
export function legacyRoutes(payments: Payments): Record<string, Route> {
  return {
    async 'POST /payments'({ body, deadline }: RestRequest): Promise<Answer> {
      const asked = parse(newPayment, body);
      const { payment, isReplay } = await takePayment(payments, payments.assess, asked, deadline).catch(
        asConflict,
      );
      return { status: isReplay ? 200 : 201, body: describe(payment) };
    },

    async 'GET /payments/{paymentId}'({ parameters: { paymentId = '' } }: RestRequest): Promise<Answer> {
      return { status: 200, body: describe(await getPayment(payments.store, paymentId)) };
    },
  };
}

function asConflict(error: unknown): never {
  if (error instanceof ShopError && error.code === 'idempotency-key-reused') {
    throw new ShopError('conflict', 'paymentId: another payment with this id exists', { cause: error });
  }
  throw error;
}

function describe({ paymentId, status, assessment: { score, decision } }: Payment) {
  const assessment = { assessmentId: paymentId, score: score ?? UNASSESSED_SCORE, decision };
  return { paymentId, status, assessment };
}
