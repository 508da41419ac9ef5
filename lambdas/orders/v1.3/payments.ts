import type { paths } from '../../../schemas/gen/openapi/payments/v1.ts';
import type { ApiAddress } from '../../shared/api-url.ts';
import { ShopError } from '../../shared/errors.ts';
import { type SendHttp, sendHttp } from '../../shared/http-client.ts';
import { restClient } from '../../shared/protocols/rest/client.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { asDependencyFailure } from '../../shared/resilience/dependency-failure.ts';
import type { ResiliencePolicy } from '../../shared/resilience/policy.ts';
import type { Bill } from '../domain.ts';

export interface PaidBill {
  status: 'accepted' | 'held';
  /** Payments has decided without fraud. */
  degraded: boolean;
}

export interface OrderPayments {
  /**
   * Has an order paid for, or paid back. Asked twice, it is paid once: the order's id is the idempotency key.
   *
   * @throws ShopError `conflict` when another payment has this key, or `dependency-…`
   */
  pay(bill: Bill, deadline: Deadline): Promise<PaidBill>;
  /** Whether there is a payment with this id. It does not charge. @throws ShopError `dependency-…` */
  isPaid(paymentId: string, deadline: Deadline): Promise<boolean>;
}

const POLICY: ResiliencePolicy = {
  // Payments gives up after 8 s by itself, API Gateway on us after 29 s, and Lambda after 20 s.
  attemptMs: 8_000,
  budgetMs: 18_000,
  retries: { attempts: 3, initialDelayMs: 50, maxDelayMs: 1000, budget: 0.2 },
  // Clients retry for longer than this.
  breaker: { failures: 5, openMs: 5000 },
  bulkhead: { concurrent: 10, queued: 0 },
};

/** Payments over contract v1. */
export function orderPayments(address: ApiAddress, send: SendHttp = sendHttp): OrderPayments {
  const payments = restClient<paths>({ dependency: 'payments', address, policy: POLICY }, send);
  return {
    async pay({ paymentId: orderId, ...bill }, deadline) {
      const payment = await payments
        .call(
          (api, timeoutMs) =>
            api.POST('/v1/payments', {
              params: { header: { 'x-timeout-ms': timeoutMs, 'Idempotency-Key': orderId } },
              body: { orderId, ...bill },
            }),
          { deadline },
        )
        .catch((error: unknown) => {
          const failure = ShopError.from(error);
          if (failure.code === 'idempotency-key-reused' || failure.code === 'conflict') {
            throw new ShopError('conflict', 'orderId: there is another payment with this id', {
              cause: failure,
            });
          }
          throw asDependencyFailure(failure, 'payments');
        });
      // Only asked for with `Prefer: respond-async`.
      if (payment.status === 'processing') throw new ShopError('dependency-failed', 'payments did not wait');
      return { status: payment.status, degraded: payment.assessment.degraded };
    },

    async isPaid(paymentId, deadline) {
      try {
        const { status } = await payments.call(
          (api, timeoutMs) =>
            api.GET('/v1/payments/{paymentId}', {
              params: { path: { paymentId }, header: { 'x-timeout-ms': timeoutMs } },
            }),
          { deadline },
        );
        return status !== 'processing';
      } catch (error) {
        const failure = ShopError.from(error);
        if (failure.code === 'not-found') return false;
        throw asDependencyFailure(failure, 'payments');
      }
    },
  };
}
