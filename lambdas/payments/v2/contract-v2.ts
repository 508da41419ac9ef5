import * as z from 'zod';
import type { components } from '../../../schemas/gen/openapi/payments/v2.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifier } from '../../shared/fields.ts';
import { formatMoney, Money } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { CallMetadata } from '../../shared/protocols/call-metadata.ts';
import type { RestRequest, RestResponse, RestRoutes } from '../../shared/protocols/rest/handler.ts';
import type { Payment } from './payment.ts';
import { getPayment, type Payments, takePayment } from './take-payment.ts';

/** `NewPayment` of schemas/openapi/payments/v2.yaml; a test compares the two. */
export const newPaymentV2 = z.object({
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
  channel: z.enum(['web', 'store', 'phone']).exactOptional(),
}) satisfies z.ZodType<unknown, components['schemas']['NewPayment']>;

export function contractV2(payments: Payments): RestRoutes {
  return {
    async 'POST /v2/payments'({ body, metadata, deadline }: RestRequest): Promise<RestResponse> {
      const paymentId = requireIdempotencyKey(metadata);
      const asked = { ...parse(newPaymentV2, body), paymentId };
      const { payment, isReplay } = await takePayment(payments, payments.assessOrHold, asked, deadline);
      return isReplay
        ? { status: 200, headers: { 'Idempotency-Replayed': 'true' }, body: describePayment(payment) }
        : { status: 201, headers: { Location: `payments/${paymentId}` }, body: describePayment(payment) };
    },

    async 'GET /v2/payments/{paymentId}'({ parameters }: RestRequest): Promise<RestResponse> {
      const { paymentId } = parse(parametersV2, parameters);
      return { status: 200, body: describePayment(await getPayment(payments.store, paymentId)) };
    },
  };
}

function requireIdempotencyKey({ idempotencyKey }: CallMetadata): string {
  if (idempotencyKey !== undefined) return idempotencyKey;
  throw new ShopError('bad-request', 'idempotency-key: must be there, so that the payment is taken once');
}

const parametersV2 = z.object({ paymentId: identifier });

function describePayment(payment: Payment): components['schemas']['Payment'] {
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
    links: { self: `/v2/payments/${paymentId}` },
  };
}
