import { randomUUID } from 'node:crypto';
import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { required } from '../../shared/environment.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { deadLetterQueueAt } from '../../shared/messaging/dead-letter-queue.ts';
import { parkingConsumer } from '../../shared/messaging/parking-consumer.ts';
import { retrying } from '../../shared/retry.ts';
import { Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import { orderKey, totalKey } from '../domain.ts';
import { readOrder } from './order-event.ts';

const table = new Table(required('ANALYTICS_TABLE'));
const onPassingRefusal = retrying({
  when: (error) => error instanceof TransactionCanceled && error.retryable,
  attempts: 8,
});

export const handler = parkingConsumer({
  release: 'v1-naive',
  deadLetters: deadLetterQueueAt(required('DEAD_LETTER_QUEUE_URL')),
  handle: project,
});

/**
 * Counts an event once, however often it comes: the order's row and the sums are written together, and only if
 * there is no such row. A separate idempotency record could be written and the work after it fail, or the other
 * way round; here they are the same write.
 */
async function project(event: ReceivedEvent): Promise<void> {
  const order = readOrder(event);
  const total = NumberValue.from(String(order.total));
  const row = table.createItemAction(orderKey(order.orderId), {
    type: 'order',
    orderId: order.orderId,
    kind: order.kind,
    total,
    country: order.country,
    placedAt: order.placedAt.toISOString(),
    eventId: event.id,
  });
  const sums = adding(totalKey(order), total);
  // Not a token made from the event: within ten minutes DynamoDB refuses the same token with other content, and a
  // later release may write the row of the same event differently.
  const token = randomUUID();
  try {
    await onPassingRefusal.execute(() => table.transactWrite([row, sums], token));
  } catch (error) {
    // The first item is the row: it is there, so this event has been counted.
    if (error instanceof TransactionCanceled && error.conditionFailed(0)) return;
    throw error;
  }
}

function adding(key: ReturnType<typeof totalKey>, total: NumberValue): TransactWriteItem {
  return {
    Update: {
      TableName: table.name,
      Key: key,
      UpdateExpression: 'SET #type = :type ADD amount :total, orders :one',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: { ':type': 'total', ':total': total, ':one': 1 },
    },
  };
}
