import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { orderKey } from '../../../schemas/items/order-item.ts';
import { outboxKey } from '../../../schemas/items/outbox-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** BatchGetItem takes 100 keys: two for each order. */
const ORDERS = 50;

/**
 * Bytes of the largest item of the orders: the order, or the outbox item, which holds the event that consumers store too.
 * Everything else that an order writes holds less than one of them.
 */
export async function largestItem(
  { aws, system }: Pick<ScenarioContext, 'aws' | 'system'>,
  orderIds: readonly string[],
): Promise<number> {
  const TableName = system.tables.shared;
  const Keys = orderIds
    .slice(0, ORDERS)
    .flatMap((orderId) => [orderKey(orderId), outboxKey(orderId, orderEventId(orderId, 'order'))]);
  const { Responses } = await aws.documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
  );
  return Math.max(...(Responses?.[TableName] ?? []).map(bytesOf));
}

/**
 * As DynamoDB counts: names and values. Values of an order's items are texts, numbers as text and binary.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function bytesOf(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (value === null || typeof value === 'boolean') return 1;
  return Buffer.byteLength(String(value));
}
