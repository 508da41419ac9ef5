import * as z from 'zod';
import { ApiClient } from '../../shared/api-client.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { formatMoney } from '../../shared/money.ts';
import { parse } from '../../shared/parse.ts';
import type { PaymentRequest } from '../domain.ts';

const fraud = new ApiClient({
  name: 'fraud',
  apiId: required('FRAUD_API_ID'),
  stage: required('FRAUD_API_STAGE'),
  // Fraud gives up after 3 s by itself, and Lambda on us after 8 s.
  attemptMs: 3_000,
  totalMs: 7_000,
});

/** What we need of the answer, and no more: fraud may add to it. */
const assessment = z.object({
  assessmentId: z.string(),
  score: z.int(),
  decision: z.enum(['allow', 'review']),
});

export type Assessment = z.infer<typeof assessment>;

export async function assess(payment: PaymentRequest, remainingMs: number): Promise<Assessment> {
  const { paymentId: assessmentId, amount, currency, customerId, country } = payment;
  const request = { assessmentId, amount: formatMoney(amount), currency, customerId, country };
  const { status, body } = await fraud.post('/assessments', request, remainingMs);
  if (status === 409) throw new ShopError('conflict', 'paymentId: there is another assessment with this id');
  if (status >= 300) throw new ShopError('dependency-failed', `fraud answered ${status}`);
  return parse(assessment, body, 'dependency-failed');
}
