import * as z from 'zod';
import type { components } from '../../../schemas/gen/openapi/payments/v1.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifier } from '../../shared/fields.ts';
import { formatMoney, Money } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { RestRequest, RestResponse, RestRoutes } from '../../shared/protocols/rest/handler.ts';
import { prefersAsync, RESPOND_ASYNC } from '../../shared/protocols/rest/prefer.ts';
import { type Accepted, type AsyncPayments, acceptPayment } from './accept-payment.ts';
import type { Payment } from './payment.ts';
import type { PaymentRequest } from './payment-requests.ts';
import { type Payments, takePayment } from './take-payment.ts';

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
  callbackUrl: z
    .string()
    .regex(/^https?:\/\/[!-~]{1,500}$/, 'must be an http or https URL of plain characters')
    .exactOptional(),
}) satisfies z.ZodType<unknown, components['schemas']['NewPayment']>;

export function contractV1(payments: Payments & AsyncPayments): RestRoutes {
  return {
    async 'POST /v1/payments'({ body, metadata, deadline, header }: RestRequest): Promise<RestResponse> {
      const paymentId = metadata.idempotencyKey ?? payments.newPaymentId();
      const asked = { ...parse(newPaymentV1, body), paymentId };
      if (prefersAsync(header('prefer'))) return accepted(await acceptPayment(payments, payments, asked));
      const { callbackUrl: _, ...waitedFor } = asked;
      const { payment, isReplay } = await takePayment(payments, payments.assessOrHold, waitedFor, deadline);
      return isReplay
        ? { status: 200, headers: { 'Idempotency-Replayed': 'true' }, body: describePayment(payment) }
        : { status: 201, headers: { Location: `payments/${paymentId}` }, body: describePayment(payment) };
    },

    async 'GET /v1/payments/{paymentId}'({ parameters }: RestRequest): Promise<RestResponse> {
      const { paymentId } = parse(parametersV1, parameters);
      const payment = await payments.store.find(paymentId);
      if (payment !== undefined) return { status: 200, body: describePayment(payment) };
      const request = await payments.requests.find(paymentId);
      if (request === undefined) throw new ShopError('not-found', 'there is no payment with this id');
      return { status: 202, headers: { 'Retry-After': RETRY_AFTER_S }, body: describeRequest(request) };
    },
  };
}

const RETRY_AFTER_S = '1';

function accepted(result: Accepted): RestResponse {
  if ('payment' in result) {
    const headers = { 'Idempotency-Replayed': 'true' };
    return { status: 200, headers, body: describePayment(result.payment) };
  }
  const { request, isReplay } = result;
  const headers = {
    Location: `payments/${request.paymentId}`,
    'Preference-Applied': RESPOND_ASYNC,
    'Retry-After': RETRY_AFTER_S,
    ...(isReplay && { 'Idempotency-Replayed': 'true' }),
  };
  return { status: 202, headers, body: describeRequest(request) };
}

function describeRequest(request: PaymentRequest): components['schemas']['PaymentRequest'] {
  const { paymentId, orderId, kind, amount, currency, requestedAt } = request;
  return {
    paymentId,
    orderId,
    kind,
    amount: formatMoney(amount.abs()),
    currency,
    status: 'processing',
    requestedAt,
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
