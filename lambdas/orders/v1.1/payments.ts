import * as z from 'zod';
import { ApiClient } from '../../shared/api-client.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { parse } from '../../shared/parse.ts';
import type { Bill } from '../domain.ts';

const payments = new ApiClient({
  name: 'payments',
  apiId: required('PAYMENTS_API_ID'),
  stage: required('PAYMENTS_API_STAGE'),
  // Payments gives up after 8 s by itself, API Gateway on us after 29 s, and Lambda after 20 s.
  attemptMs: 8_000,
  totalMs: 18_000,
});

const payment = z.looseObject({ status: z.enum(['accepted', 'held']) });

/** Has an order paid for, or paid back. Asked twice, it is paid once: the order's id is the idempotency key. */
export async function pay(bill: Bill, remainingMs: number): Promise<'accepted' | 'held'> {
  const { status, body } = await payments.post('/payments', bill, remainingMs);
  if (status === 409) throw new ShopError('conflict', 'orderId: there is another payment with this id');
  if (status >= 300) throw new ShopError('dependency-failed', `payments answered ${status}`);
  return parse(payment, body, 'dependency-failed').status;
}

/** Whether there is a payment with this id. Asking charges nobody. */
export async function isPaid(paymentId: string, remainingMs: number): Promise<boolean> {
  const { status } = await payments.get(`/payments/${encodeURIComponent(paymentId)}`, remainingMs);
  if (status === 404) return false;
  if (status === 200) return true;
  throw new ShopError('dependency-failed', `payments answered ${status}`);
}
