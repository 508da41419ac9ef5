import { Code, ConnectError } from '@connectrpc/connect';
import * as v1 from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import * as v2 from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import type { ApiAddress } from '../../shared/api-url.ts';
import { ShopError } from '../../shared/errors.ts';
import type { SendForBytes } from '../../shared/http-client.ts';
import { formatMoney } from '../../shared/money.ts';
import { connectClient } from '../../shared/protocols/connect/client.ts';
import { asDependencyFailure } from '../../shared/resilience/dependency-failure.ts';
import type { ResiliencePolicy } from '../../shared/resilience/policy.ts';
import type { CallOptions } from '../../shared/resilience/resilient-caller.ts';
import type { Assessment, Decision, NewPayment } from './payment.ts';
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

/**
 * Has payments assessed by fraud, by contract v2. While fraud is rolled out, a release without that contract may answer:
 * then by contract v1, which declines no payment.
 */
export function fraudAssessor(
  address: ApiAddress,
  send?: SendForBytes,
): Pick<Payments, 'assess' | 'assessOrHold'> {
  const options = { dependency: 'fraud', address, policy: POLICY };
  const fraudV2 = connectClient(v2.FraudService, options, send);
  const fraudV1 = connectClient(v1.FraudService, options, send);
  const assess = async (payment: NewPayment, options: CallOptions<Assessment>): Promise<Assessment> => {
    const request = toRequest(payment);
    const assessment = await fraudV2.call<Assessment | NotServed>(
      (client, attempt) => client.assess(request, attempt).then(assessmentOfV2, ifNotServed),
      options,
    );
    if (assessment !== NOT_SERVED) return assessment;
    return fraudV1.call(
      async (client, attempt) => assessmentOfV1(await client.assess(request, attempt)),
      options,
    );
  };
  return {
    assess: (payment, deadline) => assess(payment, { deadline }).catch(asOwnError),
    assessOrHold: (payment, deadline) =>
      assess(payment, { deadline, fallback: () => HELD }).catch(asOwnError),
  };
}

const NOT_SERVED = 'not-served';
type NotServed = typeof NOT_SERVED;

/** An answer, and not a failure: another attempt would not help, and fraud is not down. */
function ifNotServed(error: unknown): NotServed {
  if (error instanceof ConnectError && error.code === Code.Unimplemented) return NOT_SERVED;
  throw error;
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
const DECISION_OF_V2 = new Map<v2.Decision, Decision>([
  [v2.Decision.ALLOW, 'allow'],
  [v2.Decision.DECLINE, 'decline'],
]);

function assessmentOfV2({ decision, risk }: v2.AssessResponse): Assessment {
  return { decision: DECISION_OF_V2.get(decision) ?? 'review', score: scoreOf(risk * 100), degraded: false };
}

function assessmentOfV1({ decision, score }: v1.AssessResponse): Assessment {
  return {
    decision: decision === v1.Decision.ALLOW ? 'allow' : 'review',
    score: scoreOf(score),
    degraded: false,
  };
}

function scoreOf(percent: number): number {
  if (percent >= 0 && percent <= 100) return Math.round(percent);
  throw new ShopError('dependency-failed', 'fraud: score or risk out of range');
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
