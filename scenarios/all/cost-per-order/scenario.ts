import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import {
  type CallJournal,
  openCallJournal,
  type RecordedCall,
} from '../../../driver/requests/call-journal.ts';
import { PRICES } from '../../../driver/requests/price-list.ts';
import { orderKey } from '../../../schemas/items/order-item.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { countUsage } from './count-usage.ts';
import { costFindings, notCounted } from './findings.ts';
import { hopOf } from './hops.ts';
import { largestItem } from './largest-item.ts';
import { invocationsOf, readDurations } from './read-durations.ts';

const ORDERS = { quick: 5, full: 50 };
const PAUSE_MS = 50;
/** Without a request for so many looks, nothing is left to come. */
const QUIET_LOOKS = 4;
const MAX_LOOKS = 600;
const KILOBYTE = 1024;

/** Orders go their way through all modes one after the other, and each request to AWS counts for the mode that needs it. */
export const costPerOrder: Scenario = {
  id: 'cost-per-order',
  mode: 'all',
  releases: ['v1'],
  question: 'How many billable requests does an order need in each mode, and what do a million orders cost?',

  async run(context) {
    const { aws, run, signal, size, system } = context;
    const journal = await openCallJournal(aws.settings, signal);
    if (journal === undefined) {
      return notCounted(
        'this target keeps no record of requests; AWS shows them in CloudWatch, minutes later',
      );
    }
    // Functions that have not run yet take longer.
    await placeAndRead(context, [`${run}-first`]);
    await untilQuiet(journal, context);

    const since = Date.now();
    const orderIds = Array.from({ length: ORDERS[size] }, (_, index) => `${run}-${index}`);
    const calls: RecordedCall[] = [];
    for (const orderId of orderIds) {
      await placeAndRead(context, [orderId]);
      calls.push(...(await journal.next()));
    }
    calls.push(...(await untilQuiet(journal, context)));

    const attribute = hopOf(system);
    const durations = await readDurations(context, since, invocationsOf(calls, system));
    const largest = await largestItem(context, orderIds);
    const itemKilobytes = Math.ceil(largest / KILOBYTE);
    const orders = system.services.orders.functionName;
    const usage = countUsage({ calls, durations, itemKilobytes }, attribute, orders);
    return [
      counted(calls, attribute, orderIds.length),
      findingGroup('items', 'Stored items').measured('largest', 'largest item that an order writes', {
        observed: largest,
        unit: 'bytes',
      }),
      ...costFindings(usage, orderIds.length, Object.keys(system.consumers).length, PRICES),
    ];
  },

  takeaway: (findings) => {
    const { reason } = findings.get('databases.requests');
    if (reason !== undefined) return `Nothing was counted: ${reason}.`;
    const cost = (hop: string) =>
      `${findings.number(`${hop}.requests`)} requests (${findings.text(`${hop}.dollars-per-million`)} USD)`;
    return (
      `Besides the customer's request, an order (a million orders) needs ${cost('databases')} through the shared table, ` +
      `${cost('services')} through services, and ${cost('messages')} to three consumers through messages.`
    );
  },
};

/** One order, and one read of it from the shared table by another program; then it arrives at all consumers. */
async function placeAndRead(context: ScenarioContext, orderIds: readonly string[]): Promise<void> {
  const { aws, shop, signal, system } = context;
  for (const orderId of orderIds) {
    const { status } = await shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal);
    if (status !== 201) throw new Error(`An order could not be placed: orders answered ${status}`);
    const TableName = system.tables.shared;
    await aws.documents.send(new GetCommand({ TableName, Key: orderKey(orderId), ConsistentRead: true }));
  }
  const arrived = await awaitConsumers(context, orderIds);
  if (!arrived) throw new Error('An order did not reach all consumers');
}

/** What was recorded until nothing more of an order's way was. @throws after half a minute */
async function untilQuiet(
  journal: CallJournal,
  { signal, system }: ScenarioContext,
): Promise<RecordedCall[]> {
  const attribute = hopOf(system);
  const calls: RecordedCall[] = [];
  for (let look = 0, quiet = 0; look < MAX_LOOKS; look += 1) {
    const more = await journal.next();
    calls.push(...more);
    quiet = more.some((call) => attribute(call) !== undefined) ? 0 : quiet + 1;
    if (quiet >= QUIET_LOOKS) return calls;
    await sleep(PAUSE_MS, undefined, { signal });
  }
  throw new Error('Requests of other orders do not end');
}

/** With other traffic at the same time, the numbers would not be those of the orders. */
function counted(
  calls: readonly RecordedCall[],
  attribute: ReturnType<typeof hopOf>,
  orders: number,
): Finding {
  const entries = calls.filter((call) => call.service === 'execute-api' && attribute(call) === 'entry');
  return findingGroup('counted', 'Requests counted').equals('orders', 'orders in the recorded requests', {
    expected: orders,
    observed: entries.length,
    unit: 'orders',
  });
}
