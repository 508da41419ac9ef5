import * as z from 'zod';
import { ApiClient } from '../../shared/api-client.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { formatMoney } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { failureKind } from '../../shared/resilience/dependency-failure.ts';
import type { Assessment, NewPayment } from './payment.ts';

const fraud = new ApiClient({
  name: 'fraud',
  apiId: required('FRAUD_API_ID'),
  stage: required('FRAUD_API_STAGE'),
  // Fraud gives up after 3 s by itself, and Lambda on us after 8 s.
  attemptMs: 3_000,
  totalMs: 7_000,
});

/** What we need of the answer, and no more: fraud may add to it. */
const answer = z.object({ score: z.int(), decision: z.enum(['allow', 'review']) });

/** @throws ShopError `idempotency-key-reused` when fraud knows another payment with this id, or `dependency-…` */
export async function assess(payment: NewPayment, deadline: Deadline): Promise<Assessment> {
  const { paymentId: assessmentId, amount, currency, customerId, country } = payment;
  const request = { assessmentId, amount: formatMoney(amount), currency, customerId, country };
  const { status, body } = await fraud.post('/assessments', request, deadline.remainingMs());
  if (status === 409) {
    throw new ShopError('idempotency-key-reused', 'idempotency-key: fraud has assessed another payment');
  }
  if (status >= 300) throw new ShopError('dependency-failed', `fraud answered ${status}`);
  return { ...parse(answer, body, 'dependency-failed'), degraded: false };
}

/** Without fraud a payment is held: a person reviews it, and the order goes on. */
export async function assessOrHold(payment: NewPayment, deadline: Deadline): Promise<Assessment> {
  try {
    return await assess(payment, deadline);
  } catch (error) {
    if (error instanceof ShopError && failureKind(error) !== 'final') return DEGRADED;
    throw error;
  }
}

const DEGRADED: Assessment = { decision: 'review', score: null, degraded: true };
