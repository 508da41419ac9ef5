import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withFaults } from '../../../driver/faults/fault-switch.ts';
import { placeAgain } from '../../../driver/orders/place-again.ts';
import type { Finding } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { assessedPayments, type Call, decision, placeOrders, requestPayments, untilWhole } from './calls.ts';
import {
  asynchronousFindings,
  clientsBack,
  type GROUPS,
  notExercised,
  outageFindings,
  scatteredFindings,
} from './findings.ts';

/** Orders in each part of the scenario. */
const CALLS = { quick: 10, full: 200 };
/** The outage is that of the last fifth. */
const OUTAGE_SHARE = 0.2;

const FRAUD_IS_DOWN: FaultRule = { service: 'fraud', share: 1, fault: { kind: 'unavailable' } };
const NO_FALLBACK: FaultRule = {
  service: 'payments',
  share: 1,
  fault: { kind: 'protections', off: 'fallback' },
};

/** Fraud is down for a part of the time: what is left of the availability of orders? */
export const availabilityCoupling: Scenario = {
  id: 'availability-coupling',
  mode: 'services',
  question: 'A service is down at the end of a chain of calls: what do clients at its beginning see?',

  async run(context) {
    if (context.faults === undefined) return notExercised();
    await untilWhole(context, 'before');
    context.progress('fraud is down, payments have a fallback');
    const fallback = await withOutage(context, 'fallback', []);
    await untilWhole(context, 'after-fallback');
    context.progress('single calls of fraud fail');
    const scattered = await withScatteredFailures(context);
    await untilWhole(context, 'after-scattered');
    context.progress('fraud is down, payments have no fallback');
    const coupled = await withOutage(context, 'coupled', [NO_FALLBACK]);
    await untilWhole(context, 'after-coupled');
    const failed = [...scattered, ...coupled].filter(({ isPlaced }) => !isPlaced);
    const back = await placeAgain(
      context,
      failed.map(({ orderId }) => orderId),
    );
    return [
      ...outageFindings('coupled', coupled),
      ...outageFindings('fallback', fallback),
      ...scatteredFindings(scattered),
      ...(await withoutWaiting(context)),
      clientsBack(failed.length, back),
    ];
  },

  takeaway: (findings) => {
    const { reason } = findings.get('coupled.availability');
    if (reason !== undefined) return `Nothing was measured: ${reason}.`;
    return (
      `With fraud down for ${100 * OUTAGE_SHARE} % of the calls, ${findings.text('coupled.availability')} % of the orders ` +
      `were placed without a fallback, where the product of the parts is ${findings.text('coupled.product')} %; ` +
      `${findings.text('fallback.availability')} % with one, ${findings.text('fallback.degraded')} of ` +
      `${findings.get('fallback.degraded').of} of them degraded; and ${findings.text('asynchronous.availability')} % ` +
      'of the payments were accepted from clients that do not wait.'
    );
  },
};

/** One order after the other; for the last fifth of them, fraud is down. */
async function withOutage(
  context: ScenarioContext,
  name: keyof typeof GROUPS,
  rules: readonly FaultRule[],
): Promise<Call[]> {
  const { up, down } = idsOf(context, name);
  const before = await withFaults(context, rules, () => placeOrders(context, up));
  const during = await withFaults(context, [...rules, FRAUD_IS_DOWN], () => placeOrders(context, down));
  return [...before, ...during];
}

/** As many calls of fraud fail, but not one after the other. */
function withScatteredFailures(context: ScenarioContext): Promise<Call[]> {
  const { up, down } = idsOf(context, 'scattered');
  const rules = [NO_FALLBACK, { ...FRAUD_IS_DOWN, share: OUTAGE_SHARE }];
  return withFaults(context, rules, () => placeOrders(context, [...up, ...down]));
}

/** A client that does not wait for a payment does not wait for fraud either. */
async function withoutWaiting(context: ScenarioContext): Promise<Finding[]> {
  context.progress('fraud is down, clients do not wait for payments');
  const { up, down } = idsOf(context, 'asynchronous');
  const accepted = await requestPayments(context, up);
  const decided = await withFaults(context, [FRAUD_IS_DOWN], async () => {
    const during = await requestPayments(context, down);
    accepted.push(...during);
    const decisions = await Promise.all(during.map((paymentId) => decision(context, paymentId)));
    return decisions.filter((each) => each !== 'none').length;
  });
  const assessed = await assessedPayments(context, accepted);
  return asynchronousFindings({
    asked: up.length + down.length,
    accepted: accepted.length,
    decided,
    assessed,
  });
}

function idsOf({ run, size }: ScenarioContext, name: string): { up: string[]; down: string[] } {
  const ids = Array.from({ length: CALLS[size] }, (_, index) => `${run}-${name}-${index}`);
  const up = Math.round(ids.length * (1 - OUTAGE_SHARE));
  return { up: ids.slice(0, up), down: ids.slice(up) };
}
