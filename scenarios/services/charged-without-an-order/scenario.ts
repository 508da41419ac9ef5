import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { withKilledCopy } from '../../../driver/faults/killed-copy.ts';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { reconcileOrders } from '../../../driver/orders/reconcile.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { surveyOrders } from '../../../driver/orders/survey-orders.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { chargedWithoutOrder, nameOf, reconciledFindings } from './findings.ts';

const ORDERS = { quick: 6, full: 60 };
const CLIENTS = 3;

/** Release v1 charges, then writes the order. Its patch keeps the order as pending, charges, and then confirms it. */
const RELEASES = ['v1', 'v1.3'] as const;

/**
 * The process of the orders service is killed between the payment and the write of the order, and the client does not
 * come back. What is left is read from the tables of payments and orders, before and after a reconciliation.
 */
export const chargedWithoutAnOrder: Scenario = {
  id: 'charged-without-an-order',
  mode: 'services',
  question:
    'The orders service dies after the payment and the client does not retry: who is charged for nothing?',

  async run(context) {
    const { aws, progress, system } = context;
    const { functionName } = system.services.orders;
    const releases = await readReleases(aws.lambda, functionName);
    const findings: Finding[] = [];
    for (const release of RELEASES) {
      progress(`${release} is killed after each payment`);
      const orderIds = idsOf(context, release);
      const at = { when: 'after', request: '/payments' } as const;
      const answered = await withKilledCopy(
        context,
        { functionName, version: versionOf(releases, release), at },
        (copy) => place(context, copy.functionName, orderIds),
      );
      const group = findingGroup(`${nameOf(release)}-killed`, `${release} killed after the payment`);
      findings.push(
        group.equals('answered', 'orders answered', { expected: 0, observed: answered, unit: 'orders' }),
        ...chargedWithoutOrder(group, await surveyOrders(context, orderIds), orderIds.length),
      );
    }

    progress('reconciling');
    const { placed } = await reconcileOrders(context);
    for (const release of RELEASES) {
      const survey = await surveyOrders(context, idsOf(context, release));
      findings.push(...reconciledFindings(release, survey, placed));
    }
    return [...findings, ...(await clientsComeBack(context))];
  },

  takeaway: (findings) =>
    `Killed between payment and write, v1 left ${findings.number('v1-reconciled.charged-without-order')} of ` +
    `${findings.get('v1-reconciled.charged-without-order').of} customers charged without an order, of which nothing ` +
    `is known; v1.3 keeps the order as pending first, and after a reconciliation ` +
    `${findings.number('patch-reconciled.charged-without-order')} of ` +
    `${findings.get('patch-reconciled.charged-without-order').of} were.`,
};

function idsOf({ run, size }: ScenarioContext, release: string): string[] {
  return Array.from({ length: ORDERS[size] }, (_, index) => `${run}-${release}-${index}`);
}

/** Returns how many of the orders got an answer. */
async function place(
  context: ScenarioContext,
  functionName: string,
  orderIds: readonly string[],
): Promise<number> {
  const answers = await concurrently(orderIds, CLIENTS, (orderId) =>
    invokeHttp(context, functionName, '$LATEST', {
      method: 'POST',
      resource: '/orders',
      body: smallOrder(orderId),
    }).catch(() => undefined),
  );
  return answers.filter((answer) => answer !== undefined).length;
}

/** What a client can do about it, if it does come back: the same request again charges no customer twice. */
async function clientsComeBack(context: ScenarioContext): Promise<Finding[]> {
  context.progress('clients come back after all');
  const orderIds = RELEASES.flatMap((release) => idsOf(context, release));
  const answers = await concurrently(orderIds, CLIENTS, async (orderId) => {
    const { status } = await context.shop.send('orders', 'POST', '/orders', smallOrder(orderId));
    return status;
  });
  const arrived = await awaitConsumers(context, orderIds);
  const group = findingGroup('clients-back', 'clients send the same orders again');
  return [
    group.equals('accepted', 'orders answered as new or as known', {
      expected: orderIds.length,
      observed: answers.filter((status) => status === 201 || status === 200).length,
      unit: 'orders',
    }),
    ...chargedWithoutOrder(group, await surveyOrders(context, orderIds), 0),
    group.equals('arrived', 'every order in every consumer', {
      expected: 'yes',
      observed: arrived ? 'yes' : 'no',
    }),
  ];
}
