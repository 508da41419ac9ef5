import { concurrently } from '../../../driver/concurrently.ts';
import type { DriverContext } from '../../../driver/context.ts';
import { DriverError } from '../../../driver/errors.ts';
import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withFaults } from '../../../driver/faults/fault-switch.ts';
import { type ApiCall, readApiCalls } from '../../../driver/graph/api-calls.ts';
import { readCharges } from '../../../driver/payments/read-charges.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import type { Order } from './charge.ts';
import { duplicatesAtOnce } from './duplicates.ts';
import { keyFindings, noKeyFindings, type Payments } from './findings.ts';
import { impatientClient, TIMEOUT_MS } from './impatient-client.ts';
import { warmUp } from './warm-up.ts';

const ORDERS = { quick: 40, full: 1_000 };
const CLIENTS = 6;
/** Payments that are answered late while their clients have sent the next request. */
const SPARE = 1;

/** The payment is made, and its answer comes after the client has stopped waiting. */
const LATE: FaultRule = {
  service: 'payments',
  operation: 'POST /v1/payments',
  share: 0.2,
  fault: { kind: 'late-answer', ms: TIMEOUT_MS + 200 },
};

/**
 * A client whose time-out ends after the service has acted sends the payment again. Charges are counted in the table of
 * payments, and the answers that were sent in the access log of API Gateway.
 */
export const retrySafety: Scenario = {
  id: 'retry-safety',
  mode: 'services',
  question:
    'The client times out after the service has acted, and sends the payment again: who is charged twice?',

  async run(context) {
    if (context.faults !== undefined) await warmUp(context, CLIENTS + SPARE);
    return [
      ...(await underLateAnswers(context, 'no-key', () => undefined, noKeyFindings)),
      ...(await underLateAnswers(context, 'key', ({ orderId }) => orderId, keyFindings)),
      ...(await duplicatesAtOnce(context)),
    ];
  },

  takeaway(findings) {
    const withoutKey = findings.get('no-key.double-charged');
    if (withoutKey.outcome === 'not-exercised') {
      return (
        `Of ${findings.get('duplicates.charged').of} payments that were each sent several times at once with one key, ` +
        `${findings.number('duplicates.charged')} were charged once; time-outs could not be injected here.`
      );
    }
    return (
      `Retries after time-outs charged ${findings.number('no-key.double-charged')} of ${withoutKey.of} orders more than ` +
      `once without an idempotency key (${findings.text('no-key.overcharged')} GBP too much), and ` +
      `${findings.number('key.double-charged')} of ${findings.get('key.double-charged').of} with one; ` +
      `${findings.number('key.lost')} payments were lost.`
    );
  },
};

async function underLateAnswers(
  context: ScenarioContext,
  variant: 'no-key' | 'key',
  keyOf: (order: Order) => string | undefined,
  findingsOf: (payments: Payments) => Finding[],
): Promise<Finding[]> {
  const { faults, progress, run, size } = context;
  if (faults === undefined) return [notExercised(variant)];
  progress(variant === 'key' ? 'retries with an idempotency key' : 'retries without an idempotency key');
  const prefix = `${run}-${variant}-`;
  const client = impatientClient(context);
  const since = Date.now();
  try {
    const paid = await withFaults(context, [LATE], () =>
      concurrently(orders(prefix, ORDERS[size]), CLIENTS, (order) => client.pay(order, keyOf(order))),
    );
    const attempts = paid.reduce((total, one) => total + one.attempts, 0);
    // Its last line is about a request that has ended, so that no charge comes after it.
    const logged = await loggedCalls(context, since, attempts);
    return findingsOf({ paid, logged, charges: await readCharges(context, prefix) });
  } finally {
    client.close();
  }
}

/** Prices with pence, so that a sum in floating point would be wrong. */
function orders(prefix: string, count: number): Order[] {
  return Array.from({ length: count }, (_, index) => ({
    orderId: `${prefix}${index}`,
    amount: `${1 + (index % 89)}.${String((index * 37) % 100).padStart(2, '0')}`,
  }));
}

/** Undefined where the access log does not have all requests in time. */
async function loggedCalls(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  since: number,
  attempts: number,
): Promise<ApiCall[] | undefined> {
  const ofClients = (calls: readonly ApiCall[]) => calls.filter(({ from }) => from === 'client');
  try {
    return ofClients(
      await readApiCalls(context, 'payments', since, (calls) => ofClients(calls).length >= attempts),
    );
  } catch (error) {
    if (DriverError.is(error, 'calls-not-logged')) return undefined;
    throw error;
  }
}

function notExercised(variant: 'no-key' | 'key'): Finding {
  const group = variant === 'key' ? 'Retries with an idempotency key' : 'Retries without an idempotency key';
  return findingGroup(variant, group).notExercised('double-charged', 'orders charged more than once', {
    unit: 'orders',
    reason: 'The shop is deployed without fault injection (dataflow deploy --faults).',
  });
}
