import * as z from 'zod';
import type { components } from '../../../schemas/gen/openapi/payments/v1.ts';
import { identifier } from '../../shared/fields.ts';
import { formatMoney, Money } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { RestRequest, RestResponse, RestRoutes } from '../../shared/protocols/rest/handler.ts';
import type { Payment } from './payment.ts';
import { getPayment, type Payments, takePayment } from './take-payment.ts';

/** `NewPayment` of schemas/openapi/payments/v1.yaml; a test compares the two. */
export const newPaymentV1 = z.object({
  orderId: identifier,
  amount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be decimal text with up to 15 digits before and 4 after the point')
    .transform((text) => Money(text)),
  currency: z.literal('GBP'),
  kind: z.enum(['charge', 'refund']),
  customerId: identifier.nullable(),
  country: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters, none of them control characters'),
}) satisfies z.ZodType<unknown, components['schemas']['NewPayment']>;

export function contractV1(payments: Payments): RestRoutes {
  return {
    async 'POST /v1/payments'({ body, metadata, deadline }: RestRequest): Promise<RestResponse> {
      const paymentId = metadata.idempotencyKey ?? payments.newPaymentId();
      const asked = { ...parse(newPaymentV1, body), paymentId };
      const { payment, isReplay } = await takePayment(payments, payments.assessOrHold, asked, deadline);
      return isReplay
        ? { status: 200, headers: { 'Idempotency-Replayed': 'true' }, body: describePayment(payment) }
        : { status: 201, headers: { Location: `payments/${paymentId}` }, body: describePayment(payment) };
    },

    async 'GET /v1/payments/{paymentId}'({ parameters }: RestRequest): Promise<RestResponse> {
      const { paymentId } = parse(parametersV1, parameters);
      return { status: 200, body: describePayment(await getPayment(payments.store, paymentId)) };
    },
  };
}

const parametersV1 = z.object({ paymentId: identifier });

export function describePayment(payment: Payment): components['schemas']['Payment'] {
  const { paymentId, orderId, kind, amount, currency, status, assessment, createdAt } = payment;
  const { decision, score, degraded } = assessment;
  return {
    paymentId,
    orderId,
    kind,
    amount: formatMoney(amount.abs()),
    currency,
    status,
    assessment: { decision, score, degraded },
    createdAt,
  };
}
