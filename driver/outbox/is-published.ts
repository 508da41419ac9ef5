import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import type { DriverContext } from '../context.ts';

/** Whether the relay has noted in the outbox that the event is out. */
export async function isPublished(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  { orderId, eventId }: { orderId: string; eventId: string },
): Promise<boolean> {
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables.shared,
      Key: outboxKey(orderId, eventId),
      ConsistentRead: true,
    }),
  );
  return Item?.['publishedAt'] !== undefined;
}
