import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { OUTBOX_PREFIX } from '../../schemas/items/outbox-item.ts';
import type { DriverContext } from '../context.ts';

/** An outbox item whose event is not marked as published. */
export interface UnpublishedEvent {
  pk: string;
  sk: string;
  /** Absent in items that are no events, which the relay has set aside. */
  orderId: string | undefined;
  eventId: string | undefined;
  event: string | undefined;
  /** When the order was placed; release v1 of orders did not note it. */
  createdAt: Date | undefined;
}

/**
 * Outbox items without `publishedAt`, by a scan of the shared table. The newest may be on their way to the relay.
 *
 * Items of release v1 of orders and relay never say whether they were published. They expire a week after they were
 * written, and to publish one again does no harm.
 */
export async function* unpublishedEvents({
  aws,
  system,
}: Pick<DriverContext, 'aws' | 'system'>): AsyncGenerator<UnpublishedEvent> {
  const pages = paginateScan(
    { client: aws.documents },
    {
      TableName: system.tables.shared,
      FilterExpression: 'begins_with(pk, :outbox) AND attribute_not_exists(publishedAt)',
      ExpressionAttributeValues: { ':outbox': OUTBOX_PREFIX },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items.map(toUnpublished);
}

export async function listUnpublished(
  context: Pick<DriverContext, 'aws' | 'system'>,
): Promise<UnpublishedEvent[]> {
  const events: UnpublishedEvent[] = [];
  for await (const event of unpublishedEvents(context)) events.push(event);
  return events;
}

function toUnpublished(item: Record<string, unknown>): UnpublishedEvent {
  const text = (name: string) => (typeof item[name] === 'string' ? item[name] : undefined);
  const createdAt = text('createdAt');
  return {
    pk: String(item['pk']),
    sk: String(item['sk']),
    orderId: text('orderId'),
    eventId: text('eventId'),
    event: text('event'),
    createdAt: createdAt === undefined ? undefined : new Date(createdAt),
  };
}
