import { BatchGetCommand, DeleteCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { orderKey } from '../../../schemas/items/order-item.ts';
import { outboxKey } from '../../../schemas/items/outbox-item.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** Which of the two items of an order are there. */
export type Seen = 'both' | 'neither' | 'order only' | 'outbox only';

/** An order and its outbox item in the shared table, as a program sees them that reads both at once. */
export interface OrderItems {
  /** As one state of the table: serializable. */
  seen(orderId: string): Promise<Seen>;
  /** As BatchGetItem gives them by default: eventually consistent, and each item for itself. */
  seenEventually(orderId: string): Promise<Seen>;
  remove(orderId: string, which: 'order' | 'outbox'): Promise<void>;
}

export function orderItems({ aws, system }: Pick<ScenarioContext, 'aws' | 'system'>): OrderItems {
  const TableName = system.tables.shared;
  const keys = (orderId: string) => ({
    order: orderKey(orderId),
    outbox: outboxKey(orderId, orderEventId(orderId, 'order')),
  });
  return {
    async seen(orderId) {
      const { order, outbox } = keys(orderId);
      const get = (Key: typeof order) => ({ Get: { TableName, Key } });
      const command = new TransactGetCommand({ TransactItems: [get(order), get(outbox)] });
      const { Responses } = await aws.documents.send(command);
      return which(Responses?.[0]?.Item !== undefined, Responses?.[1]?.Item !== undefined);
    },
    async seenEventually(orderId) {
      const { order, outbox } = keys(orderId);
      const { Responses } = await aws.documents.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [order, outbox] } } }),
      );
      const found = Responses?.[TableName]?.map(({ pk }) => pk) ?? [];
      return which(found.includes(order.pk), found.includes(outbox.pk));
    },
    async remove(orderId, item) {
      await aws.documents.send(new DeleteCommand({ TableName, Key: keys(orderId)[item] }));
    },
  };
}

function which(order: boolean, outbox: boolean): Seen {
  if (order && outbox) return 'both';
  if (order) return 'order only';
  return outbox ? 'outbox only' : 'neither';
}
