import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { listUnpublished } from '../../../driver/outbox/unpublished-events.ts';
import { queueDepth } from '../../../driver/queue-depth.ts';
import { ALIAS } from '../../../driver/system.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { dedupeKey } from '../../../schemas/items/journal-items.ts';
import { orderKey } from '../../../schemas/items/order-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

const READERS = 8;
const SETTLED_WITHIN_MS = 120_000;

/**
 * Resolves when nothing is on its way any more: every event in the outbox is published, an order that was written twice
 * after all crashes has its event in the journal, and the journal's queue is empty. False if that is not so after two minutes.
 */
export async function settled(context: ScenarioContext, orderIds: readonly string[]): Promise<boolean> {
  const last = `${context.run}-last`;
  await invokeHttp(context, context.system.dualWrite.functionName, ALIAS, {
    method: 'POST',
    resource: '/store-first/orders',
    body: smallOrder(last),
  });
  const own = new Set(orderIds);
  const isSettled = async () => {
    const unpublished = (await listUnpublished(context)).filter(({ orderId = '' }) => own.has(orderId));
    if (unpublished.length > 0) return false;
    if (!(await publishedOrders(context, [last])).has(last)) return false;
    const { waiting, inFlight } = await queueDepth(context, context.system.consumers.journal.queueUrl);
    return waiting + inFlight === 0;
  };
  return waitUntil(isSettled, SETTLED_WITHIN_MS, context.signal);
}

/** Those of the orders that a table has. */
export function storedOrders(
  context: ScenarioContext,
  table: string,
  orderIds: readonly string[],
): Promise<Set<string>> {
  return present(context, table, orderIds, orderKey);
}

/** Those of the orders whose event is in the journal. */
export function publishedOrders(context: ScenarioContext, orderIds: readonly string[]): Promise<Set<string>> {
  return present(context, context.system.tables.journal, orderIds, (orderId) =>
    dedupeKey(orderEventId(orderId, 'order')),
  );
}

async function present(
  { aws }: ScenarioContext,
  TableName: string,
  orderIds: readonly string[],
  keyOf: (orderId: string) => ItemKey,
): Promise<Set<string>> {
  const found = await concurrently(orderIds, READERS, async (orderId) => {
    const { Item } = await aws.documents.send(
      new GetCommand({ TableName, Key: keyOf(orderId), ConsistentRead: true }),
    );
    return Item !== undefined;
  });
  return new Set(orderIds.filter((_, index) => found[index]));
}
