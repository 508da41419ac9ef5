import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { retrying } from '../../../driver/clients/retrying.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { money } from '../../../driver/orders/money.ts';
import { totalOf } from '../../../driver/orders/order.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { pairKey } from '../../../schemas/items/scenario-items.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { orderItems, type Seen } from './order-items.ts';

const CLIENTS = 4;

/** Failures before, within and after the transaction of an order, and what is then in the table. */
export async function injectFailures(context: ScenarioContext, count: number): Promise<Finding[]> {
  const { progress, run, shop, signal, system } = context;
  const items = orderItems(context);
  const ids = (name: string) => Array.from({ length: count }, (_, index) => `${run}-${name}-${index}`);
  const place = async (orderId: string) => {
    const send = () => shop.send('orders', 'POST', '/orders', smallOrder(orderId), signal);
    return (await retrying(send, signal)).answer?.status;
  };
  const orders = { unit: 'orders', of: count };
  const every = async (orderIds: readonly string[], wanted: Seen) =>
    (await concurrently(orderIds, CLIENTS, (orderId) => items.seen(orderId))).filter(
      (seen) => seen === wanted,
    ).length;

  progress('a write of the transaction fails');
  const findings: Finding[] = [];
  for (const missing of ['order', 'outbox'] as const) {
    const there = missing === 'order' ? 'outbox' : 'order';
    const orderIds = ids(`without-${missing}`);
    const answers = await concurrently(orderIds, CLIENTS, async (orderId) => {
      // What was placed and half taken away is what a conditional write then stumbles over.
      await place(orderId);
      await items.remove(orderId, missing);
      return place(orderId);
    });
    const group = findingGroup(`${there}-item-exists`, `Transaction fails: ${there} item exists already`);
    findings.push(
      group.equals('accepted', 'orders answered as new', {
        expected: 0,
        observed: answers.filter((status) => status === 201).length,
        ...orders,
      }),
      group.equals('partial-writes', `${missing} items written`, {
        expected: 0,
        observed: await every(orderIds, 'both'),
        ...orders,
      }),
    );
  }

  progress('a crash between payment and order');
  const paid = ids('paid');
  await concurrently(paid, CLIENTS, async (orderId) => {
    const order = smallOrder(orderId);
    const { customerId, country } = order;
    const amount = money(totalOf(order));
    const bill = { paymentId: orderId, amount, currency: 'GBP', kind: 'charge', customerId, country };
    await shop.send('payments', 'POST', '/payments', bill, signal);
  });
  const crash = findingGroup('crash-after-payment', 'Crash between payment and order');
  findings.push(
    crash.equals('neither', 'orders with neither item', {
      expected: count,
      observed: await every(paid, 'neither'),
      ...orders,
    }),
  );
  const again = await concurrently(paid, CLIENTS, place);
  findings.push(
    crash.equals('retried-accepted', 'orders accepted when the client retries', {
      expected: count,
      observed: again.filter((status) => status === 201).length,
      ...orders,
    }),
    crash.equals('retried-both', 'orders with both items after the retry', {
      expected: count,
      observed: await every(paid, 'both'),
      ...orders,
    }),
  );

  progress('payments takes no requests');
  const down = findingGroup('payments-down', 'Payments down');
  const unpaid = `${run}-unpaid`;
  // One order: more failures in a row would open the circuit breaker of orders for five seconds.
  const refused = await whileStopped(context, system.services.payments.functionName, () =>
    shop.send('orders', 'POST', '/orders', smallOrder(unpaid), signal),
  );
  findings.push(
    // 502 from orders; where the throttled function is retried for longer than API Gateway waits, its own 504.
    down.within('order-status', 'POST /orders returns', { min: 500, max: 504, observed: refused.status }),
    down.equals('order-items', 'items of the order', {
      expected: 'neither',
      observed: await items.seen(unpaid),
    }),
  );
  const status = await place(unpaid);
  findings.push(
    down.equals('retried-status', 'POST /orders returns after payments is back', {
      expected: 201,
      observed: status ?? 0,
    }),
    down.equals('retried-items', 'items of the order after payments is back', {
      expected: 'both',
      observed: await items.seen(unpaid),
    }),
  );
  return [...findings, ...(await withoutTransaction(context, ids('pair')))];
}

/** The same failure of the second write, with a transaction and with two writes one after the other. */
async function withoutTransaction(
  { aws, progress, system }: ScenarioContext,
  pairs: readonly string[],
): Promise<Finding[]> {
  progress('the second of two writes fails');
  const TableName = system.tables.shared;
  const partialWrites = { transaction: 0, twoWrites: 0 };
  await concurrently(pairs, CLIENTS, async (pair) => {
    // Not under the keys of orders, so that no consumer acts on these items.
    const key = (way: string, which: 'FIRST' | 'SECOND') => pairKey(`${pair}-${way}`, which);
    const put = (way: string, which: 'FIRST' | 'SECOND') => ({
      TableName,
      Item: { ...key(way, which), type: 'pair' },
      // The condition of the second write does not hold.
      ConditionExpression: which === 'FIRST' ? 'attribute_not_exists(pk)' : 'attribute_exists(pk)',
    });
    try {
      await aws.documents.send(
        new TransactWriteCommand({
          TransactItems: [{ Put: put('t', 'FIRST') }, { Put: put('t', 'SECOND') }],
          ClientRequestToken: randomUUID(),
        }),
      );
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
    }
    await aws.documents.send(new PutCommand(put('p', 'FIRST')));
    await aws.documents.send(new PutCommand(put('p', 'SECOND'))).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
    if (await isThere('t')) partialWrites.transaction += 1;
    if (await isThere('p')) partialWrites.twoWrites += 1;

    async function isThere(way: string): Promise<boolean> {
      const Key = key(way, 'FIRST');
      const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item !== undefined;
    }
  });
  const group = findingGroup('second-write-fails', 'Second write fails');
  const pairsUnit = { unit: 'pairs', of: pairs.length };
  return [
    group.equals('transaction', 'transaction: partial writes left behind', {
      expected: 0,
      observed: partialWrites.transaction,
      ...pairsUnit,
    }),
    group.equals('two-writes', 'two separate writes: partial writes left behind', {
      expected: pairs.length,
      observed: partialWrites.twoWrites,
      ...pairsUnit,
    }),
  ];
}
