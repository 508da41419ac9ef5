import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DriverContext } from '../context.ts';
import { EFFECT_KEYS } from '../dead-letters/effects.ts';
import type { ConsumerName } from '../system.ts';
import type { ProducedEvent } from './produce-event.ts';

/** The item that a consumer writes for an event; undefined when it has not. */
export async function itemOf(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  consumer: ConsumerName,
  { eventId, orderId }: ProducedEvent,
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await aws.documents.send(
    new GetCommand({
      TableName: system.tables[consumer],
      Key: EFFECT_KEYS[consumer]({ id: eventId, subject: orderId }),
      ConsistentRead: true,
    }),
  );
  return Item;
}
