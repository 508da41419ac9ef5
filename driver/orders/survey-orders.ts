import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { orderKey } from '../../schemas/items/order-item.ts';
import { paymentKey } from '../../schemas/items/payment-item.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';

/** What the tables of payments and orders hold of some orders. */
export interface Survey {
  orderIds: readonly string[];
  charged: string[];
  placed: string[];
}

const READERS = 8;

/** Reads the payment and the order of each id, strongly consistent. */
export async function surveyOrders(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  orderIds: readonly string[],
): Promise<Survey> {
  const exists = async (TableName: string, Key: ItemKey) => {
    const { Item } = await aws.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item !== undefined;
  };
  const survey: Survey = { orderIds, charged: [], placed: [] };
  await concurrently(orderIds, READERS, async (orderId) => {
    const [charged, placed] = await Promise.all([
      exists(system.tables.payments, paymentKey(orderId)),
      exists(system.tables.shared, orderKey(orderId)),
    ]);
    if (charged) survey.charged.push(orderId);
    if (placed) survey.placed.push(orderId);
  });
  return survey;
}
