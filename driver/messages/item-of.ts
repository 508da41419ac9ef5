import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { projectedOrderKey } from '../../schemas/items/analytics-items.ts';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { dedupeKey } from '../../schemas/items/journal-items.ts';
import { messageKey } from '../../schemas/items/message-item.ts';
import type { DriverContext } from '../context.ts';
import type { ConsumerName } from '../system.ts';
import type { ProducedEvent } from './produce-event.ts';

const KEYS: Readonly<Record<ConsumerName, (event: ProducedEvent) => ItemKey>> = {
  analytics: ({ orderId }) => projectedOrderKey(orderId),
  email: ({ orderId, eventId }) => messageKey(orderId, eventId),
  journal: ({ eventId }) => dedupeKey(eventId),
};

/** The item that a consumer writes for an event; undefined when it has not. */
export async function itemOf(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  consumer: ConsumerName,
  event: ProducedEvent,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables[consumer],
      Key: KEYS[consumer](event),
      ConsistentRead: true,
    }),
  );
  return Item;
}
