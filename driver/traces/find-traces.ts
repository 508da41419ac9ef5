import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { partitionOf } from '../../schemas/items/journal-items.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { readNewest } from '../journal/read-journal.ts';

/** An event of an order, and the trace that it was written in. */
export interface TracedEvent {
  eventId: string;
  type: string;
  time: Date;
  traceId: string;
}

type Context = Pick<DriverContext, 'aws' | 'system'>;

/** An order has one event of its kind; this is far more. */
const MAX_EVENTS = 20;

const Event = z.looseObject({
  id: z.string(),
  type: z.string(),
  time: z.iso.datetime().transform((text) => new Date(text)),
  traceparent: z.string().optional(),
});
type Event = z.infer<typeof Event>;

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})/;

/**
 * The traces of an order, by what its events say: in the outbox, which keeps them for a week after they were published, or
 * else in the journal. Oldest first.
 *
 * @throws {DriverError} `order-without-event`, or `order-not-traced` when no event was written in a trace that is recorded
 */
export async function findTraces(context: Context, orderId: string): Promise<TracedEvent[]> {
  const outbox = await outboxEvents(context, orderId);
  const events = outbox.length > 0 ? outbox : await journalEvents(context, orderId);
  if (events.length === 0) {
    const message = `Neither the outbox nor the journal has an event of order ${orderId}`;
    throw new DriverError('order-without-event', message, { subject: orderId });
  }
  const traced = events.flatMap(({ id: eventId, type, time, traceparent }) => {
    const [, traceId, flags = '0'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
    const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
    return traceId === undefined || !isSampled ? [] : [{ eventId, type, time, traceId }];
  });
  if (traced.length === 0) {
    const reason = events.some(({ traceparent }) => traceparent !== undefined)
      ? 'its trace was not sampled'
      : 'it was written while tracing was off, or by an earlier deployment';
    throw new DriverError('order-not-traced', `Order ${orderId} has no trace: ${reason}`, {
      subject: orderId,
    });
  }
  return traced.sort((a, b) => a.time.getTime() - b.time.getTime());
}

async function outboxEvents({ aws, system }: Context, orderId: string): Promise<Event[]> {
  const { Items = [] } = await aws.documents.send(
    new QueryCommand({
      TableName: system.tables.shared,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': outboxKey(orderId, '').pk },
      ConsistentRead: true,
      Limit: MAX_EVENTS,
    }),
  );
  return Items.flatMap((item) => readEvent(item['event']));
}

async function journalEvents(context: Context, orderId: string): Promise<Event[]> {
  const entries = await readNewest(context, partitionOf(orderId), MAX_EVENTS, { orderId });
  return entries.flatMap(({ event }) => readEvent(event));
}

/** Items that are no events, which the relay sets aside, have no trace. */
function readEvent(text: unknown): Event[] {
  try {
    return [Event.parse(JSON.parse(String(text)))];
  } catch {
    return [];
  }
}
