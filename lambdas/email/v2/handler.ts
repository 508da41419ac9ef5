import { required } from '../../shared/environment.ts';
import type { ReceivedEvent } from '../../shared/events.ts';
import { deadLetterQueueAt } from '../../shared/messaging/dead-letter-queue.ts';
import { parkingConsumer } from '../../shared/messaging/parking-consumer.ts';
import { Table } from '../../shared/table.ts';
import { compose, messageKey } from '../domain.ts';
import { readOrder } from './order-event.ts';

const table = new Table(required('EMAIL_TABLE'));

export const handler = parkingConsumer({
  release: 'v2',
  deadLetters: deadLetterQueueAt(required('DEAD_LETTER_QUEUE_URL')),
  handle: send,
});

/**
 * Sends one message for an event, however often that comes. What is sent is the row, so "is it there already" and
 * "send it" are one conditional write, and there is no moment between them in which to fail. With a mail provider,
 * the row's key would be its idempotency token.
 */
async function send(event: ReceivedEvent): Promise<void> {
  const order = readOrder(event);
  await table.createItem(messageKey(order.orderId, event.id), {
    type: 'message',
    orderId: order.orderId,
    ...compose(order),
    currency: order.currency,
  });
}
