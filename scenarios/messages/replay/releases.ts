import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { awaitConsumers } from '../../../driver/orders/await-consumers.ts';
import { ordersOfRelease } from '../../../driver/orders/orders-of-release.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import type { GroupName } from '../../../driver/system.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { projectedOrderKey } from '../../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { messageKey } from '../../../schemas/items/message-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { testOrder } from './orders.ts';

/** A changed alias takes a moment until every part of AWS knows it. */
const SHIFTED_WITHIN_MS = 60_000;

/** Does work while a release is live, and puts the alias back. */
export async function onRelease<T>(
  { aws, traffic }: ScenarioContext,
  functionName: string,
  release: string,
  work: () => Promise<T>,
): Promise<T> {
  const version = versionOf(await readReleases(aws.lambda, functionName), release);
  const before = await traffic.read(functionName);
  try {
    await traffic.shift(functionName, { version });
    return await work();
  } finally {
    await traffic.shift(functionName, before);
  }
}

/**
 * Does work while the consumers are on release v2, which reads events of both schema versions: consumers are upgraded before
 * the producer writes the new version.
 */
export async function whileConsumersReadVersion2<T>(
  context: ScenarioContext,
  group: GroupName,
  work: () => Promise<T>,
): Promise<T> {
  const { consumers, groups } = context.system;
  const on = <R>(functionName: string, next: () => Promise<R>) =>
    onRelease(context, functionName, 'v2', next);
  return on(consumers.analytics.functionName, () =>
    on(consumers.email.functionName, () =>
      on(groups[group].functionName, async () => {
        await untilShifted(context);
        return work();
      }),
    ),
  );
}

/** Places orders until release v2 of analytics and email has processed one: it stores attributes that v1.1 does not. */
async function untilShifted(context: ScenarioContext): Promise<void> {
  const place = await ordersOfRelease(context, 'v1');
  const { tables } = context.system;
  let index = 0;
  const isShifted = async () => {
    const order = testOrder(context.run, 'probe', index * 2);
    index += 1;
    await place(order);
    await awaitConsumers(context, [order.orderId]);
    const eventId = orderEventId(order.orderId, order.kind);
    const [row, message] = await Promise.all([
      readItem(context, tables.analytics, projectedOrderKey(order.orderId)),
      readItem(context, tables.email, messageKey(order.orderId, eventId)),
    ]);
    return row['channel'] !== undefined && message['currency'] !== undefined;
  };
  if (await waitUntil(isShifted, SHIFTED_WITHIN_MS, context.signal)) return;
  throw new Error('The aliases of analytics and email do not route to release v2');
}

async function readItem(
  { aws }: ScenarioContext,
  TableName: string,
  Key: ItemKey,
): Promise<Record<string, unknown>> {
  const { Item = {} } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item;
}
