import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withReservedConcurrency } from '../../../driver/faults/reserved-concurrency.ts';
import { placeAgain } from '../../../driver/orders/place-again.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { comparison, NAMES, notExercised, outageFindings } from './findings.ts';
import { fraudCalls } from './fraud-calls.ts';
import { type Outage, observeOutage } from './observe-outage.ts';
import { isOk, writeWhatIsRead } from './traffic.ts';
import { warmEnvironments } from './warm-environments.ts';

const LATENCY_MS = 3000;
const FRAUD_HANGS: FaultRule = { service: 'fraud', share: 1, fault: { kind: 'latency', ms: LATENCY_MS } };
const unprotected = (service: 'orders' | 'payments'): FaultRule => ({
  service,
  share: 1,
  fault: { kind: 'protections', off: 'all' },
});

/** The clients of orders and payments, without protections and with them. */
const RULES: Record<keyof typeof NAMES, readonly FaultRule[]> = {
  without: [FRAUD_HANGS, unprotected('orders'), unprotected('payments')],
  with: [FRAUD_HANGS],
};

const OUTAGE_MS = { quick: 3000, full: 20_000 };
/**
 * Of orders and of payments. Small, so that little traffic reaches the limit; an account of AWS has 1,000 for all of its
 * functions by default.
 */
const CONCURRENCY = 6;

/** Fraud answers in 3 s. Its callers wait, try again and hold what others need. */
export const cascadingFailure: Scenario = {
  id: 'cascading-failure',
  mode: 'services',
  question: 'One service becomes slow: what happens to requests that do not need it?',

  async run(context) {
    if (context.faults === undefined) return notExercised();
    const { orders, payments } = context.system.services;
    await writeWhatIsRead(context);
    return withReservedConcurrency(context, orders.functionName, CONCURRENCY, () =>
      withReservedConcurrency(context, payments.functionName, CONCURRENCY, () => compare(context)),
    );
  },

  takeaway: (findings) => {
    const { reason } = findings.get('with-protections.reads-in-time');
    if (reason !== undefined) return `Not exercised: ${reason}.`;
    const without = (name: string) => findings.text(`without-protections.${name}`);
    const with_ = (name: string) => findings.text(`with-protections.${name}`);
    return (
      `While fraud hung, ${without('reads-in-time')} % of the reads that do not need it succeeded within 300 ms without ` +
      `protections and ${with_('reads-in-time')} % with them, and each admitted order caused ` +
      `${without('fraud-calls-per-order')} and ${with_('fraud-calls-per-order')} calls to fraud.`
    );
  },
};

async function compare(context: ScenarioContext): Promise<Finding[]> {
  context.progress('starting execution environments');
  await warmEnvironments(context, CONCURRENCY);
  const outages: Outage[] = [];
  for (const name of ['without', 'with'] as const) {
    context.progress(NAMES[name]);
    const outageMs = OUTAGE_MS[context.size];
    outages.push(await observeOutage(context, { name, rules: RULES[name], outageMs }));
  }
  const [without, protected_] = outages;
  if (without === undefined || protected_ === undefined) throw new Error('unreachable');

  const back = await afterTheOutages(context, outages);
  // Fraud still works on calls that their callers gave up.
  await sleep(Math.max(0, protected_.to + LATENCY_MS - Date.now()), undefined, { signal: context.signal });
  const [callsWithout = 0, callsWith = 0] = await fraudCalls(context, outages);
  return [
    ...outageFindings('without', without, callsWithout),
    ...outageFindings('with', protected_, callsWith),
    ...comparison([without, callsWithout], [protected_, callsWith]),
    back,
  ];
}

/** Orders that failed are pending; their customers come back. */
async function afterTheOutages(context: ScenarioContext, outages: readonly Outage[]): Promise<Finding> {
  const failed = outages
    .flatMap(({ checkouts, later }) => [...checkouts, ...later])
    .filter((checkout) => !isOk(checkout));
  const placed = await placeAgain(
    context,
    failed.map(({ orderId }) => orderId),
  );
  return findingGroup('clients-back', 'Customers whose checkout failed come back').equals(
    'placed',
    'orders placed',
    { expected: failed.length, observed: placed, unit: 'orders', of: failed.length },
  );
}
