import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { retrying } from '../../../driver/clients/retrying.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { money } from '../../../driver/orders/money.ts';
import { totalOf } from '../../../driver/orders/order.ts';
import { atLeast, equals, type Finding } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { orderItems, type Seen, smallOrder } from './order-items.ts';

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
  const orders = (name: string, expected: number, observed: number) =>
    equals({ name, unit: 'orders' }, expected, observed);
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
    findings.push(
      orders(
        `${there} item there already: orders answered as new`,
        0,
        answers.filter((status) => status === 201).length,
      ),
      orders(`${there} item there already: ${missing} items written`, 0, await every(orderIds, 'both')),
    );
  }

  progress('the service dies after the payment');
  const paid = ids('paid');
  await concurrently(paid, CLIENTS, async (orderId) => {
    const order = smallOrder(orderId);
    const { customerId, country } = order;
    const amount = money(totalOf(order));
    const bill = { paymentId: orderId, amount, currency: 'GBP', kind: 'charge', customerId, country };
    await shop.send('payments', 'POST', '/payments', bill, signal);
  });
  findings.push(
    orders('dead after the payment: neither order nor event', count, await every(paid, 'neither')),
  );
  const again = await concurrently(paid, CLIENTS, place);
  findings.push(
    orders(
      'dead after the payment, then sent again: placed',
      count,
      again.filter((status) => status === 201).length,
    ),
    orders('dead after the payment, then sent again: both', count, await every(paid, 'both')),
  );

  progress('payments take no requests');
  const unpaid = `${run}-unpaid`;
  // One order: more failures in a row would open the circuit breaker of orders for five seconds.
  const refused = await whileStopped(context, system.services.payments.functionName, () =>
    shop.send('orders', 'POST', '/orders', smallOrder(unpaid), signal),
  );
  findings.push(
    // 502 from orders; where the throttled function is retried for longer than API Gateway waits, its own 504.
    atLeast({ name: 'payments down: status of POST /orders', unit: '' }, 500, refused.status),
    equals({ name: 'payments down: items of the order', unit: '' }, 'neither', await items.seen(unpaid)),
  );
  const status = await place(unpaid);
  findings.push(
    equals({ name: 'payments back: answer to the same order', unit: 'status' }, 201, status ?? 0),
    equals({ name: 'payments back: items of the order', unit: '' }, 'both', await items.seen(unpaid)),
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
  const halves: Record<'transaction' | 'two writes', number> = { transaction: 0, 'two writes': 0 };
  await concurrently(pairs, CLIENTS, async (pair) => {
    // Not under the keys of orders: nobody acts on these.
    const item = (way: string, sk: string) => ({ pk: `PAIR#${pair}-${way}`, sk, type: 'pair' });
    const put = (way: string, sk: string) => ({
      TableName,
      Item: item(way, sk),
      // The second one demands what is not so.
      ConditionExpression: sk === 'FIRST' ? 'attribute_not_exists(pk)' : 'attribute_exists(pk)',
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
    if (await isThere('t')) halves.transaction += 1;
    if (await isThere('p')) halves['two writes'] += 1;

    async function isThere(way: string): Promise<boolean> {
      const Key = { pk: item(way, 'FIRST').pk, sk: 'FIRST' };
      const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item !== undefined;
    }
  });
  const half = (way: keyof typeof halves, expected: number) =>
    equals({ name: `second write fails, ${way}: halves left behind`, unit: 'pairs' }, expected, halves[way]);
  return [half('transaction', 0), half('two writes', pairs.length)];
}
