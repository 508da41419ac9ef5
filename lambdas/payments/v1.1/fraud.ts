import {
  type AssessResponse,
  Decision,
  FraudService,
} from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import type { ApiAddress } from '../../shared/api-url.ts';
import { ShopError } from '../../shared/errors.ts';
import type { SendForBytes } from '../../shared/http-client.ts';
import { formatMoney } from '../../shared/money.ts';
import { connectClient } from '../../shared/protocols/connect/client.ts';
import { asDependencyFailure } from '../../shared/resilience/dependency-failure.ts';
import type { ResiliencePolicy } from '../../shared/resilience/policy.ts';
import type { CallOptions } from '../../shared/resilience/resilient-caller.ts';
import type { Assessment, NewPayment } from './payment.ts';
import type { Payments } from './take-payment.ts';

/**
 * Fraud answers within milliseconds, and a cold start takes less than a second. The budget is for one full attempt, or for
 * several that fail fast: a payment that is held for review costs less than callers who wait, and who hold what others need.
 */
const POLICY: ResiliencePolicy = {
  attemptMs: 1_000,
  budgetMs: 1_050,
  retries: { attempts: 3, initialDelayMs: 50, maxDelayMs: 400, budget: 0.2 },
  breaker: { failures: 3, openMs: 2_000 },
  bulkhead: { concurrent: 50, queued: 0 },
};

/** Without fraud a payment is held: a person reviews it, and the order goes on. */
const HELD = { decision: 'review', score: null, degraded: true } as const;

/** Has payments assessed by fraud, by contract v1. */
export function fraudAssessor(
  address: ApiAddress,
  send?: SendForBytes,
): Pick<Payments, 'assess' | 'assessOrHold'> {
  const fraud = connectClient(FraudService, { dependency: 'fraud', address, policy: POLICY }, send);
  const assess = async (payment: NewPayment, options: CallOptions<Assessment>): Promise<Assessment> => {
    const request = toRequest(payment);
    return fraud
      .call(async (client, attempt) => toAssessment(await client.assess(request, attempt)), options)
      .catch(asOwnError);
  };
  return {
    assess: (payment, deadline) => assess(payment, { deadline }),
    assessOrHold: (payment, deadline) => assess(payment, { deadline, fallback: () => HELD }),
  };
}

function toRequest({ paymentId: assessmentId, amount, currency, customerId, country }: NewPayment) {
  return {
    assessmentId,
    amount: formatMoney(amount),
    currency,
    country,
    ...(customerId !== null && { customerId }),
  };
}

/** A decision that a later contract adds would be reviewed. */
function toAssessment({ decision, score }: AssessResponse): Assessment {
  if (score < 0 || score > 100) throw new ShopError('dependency-failed', 'fraud: score out of range');
  return { decision: decision === Decision.ALLOW ? 'allow' : 'review', score, degraded: false };
}

function asOwnError(error: unknown): never {
  const failure = ShopError.from(error);
  if (failure.code === 'conflict') {
    throw new ShopError('idempotency-key-reused', 'idempotency-key: fraud has assessed another payment', {
      cause: failure,
    });
  }
  throw asDependencyFailure(failure, 'fraud');
}
