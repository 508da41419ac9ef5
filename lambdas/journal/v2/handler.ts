import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logFailure } from '../../shared/consumer.ts';
import { required } from '../../shared/environment.ts';
import { readEvent } from '../../shared/events.ts';
import { identifyAs } from '../../shared/identity.ts';
import { deadLetterQueueAt } from '../../shared/messaging/dead-letter-queue.ts';
import { failOrPark } from '../../shared/messaging/parking-consumer.ts';
import { Table } from '../../shared/table.ts';
import { traceMessagesTogether } from '../../shared/tracing/trace-messages.ts';
import { checkSize, fingerprintOf, type JournalEvent, PARTITIONS, partitionOf } from '../domain.ts';
import { PartitionLog } from './partition-log.ts';

identifyAs('v2');
const table = new Table(required('JOURNAL_TABLE'));
const deadLetters = deadLetterQueueAt(required('DEAD_LETTER_QUEUE_URL'));
const { RETENTION_DAYS: days } = process.env;
const options = { clock: () => new Date(), retentionDays: days === undefined ? undefined : Number(days) };
const logs = Array.from(
  { length: PARTITIONS },
  (_, partition) => new PartitionLog(table, partition, options),
);

interface Received {
  message: SQSRecord;
  event: JournalEvent;
}

/**
 * Appends a whole batch with one transaction a partition, and answers message by message. It keeps events as they
 * came: to read what is in them is up to those who read the journal. What is no event is parked.
 */
export const handler = ({ Records }: SQSEvent): Promise<SQSBatchResponse> =>
  traceMessagesTogether(Records, () => append(Records));

async function append(messages: readonly SQSRecord[]): Promise<SQSBatchResponse> {
  const { received, failed } = await readAll(messages);
  const byPartition = Map.groupBy(received, ({ event }) => partitionOf(event.orderId));
  await Promise.all(
    [...byPartition].map(async ([partition, members]) => {
      try {
        await logs[partition]?.append(members.map(({ event }) => event));
      } catch (error) {
        // None of them was written. All of an order is in one partition, so nothing overtakes.
        for (const { message } of members) logFailure(message, error);
        failed.push(...members.map(({ message }) => message));
      }
    }),
  );
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** After a message that could not be parked, the rest of its group waits with it. */
async function readAll(
  messages: readonly SQSRecord[],
): Promise<{ received: Received[]; failed: SQSRecord[] }> {
  const received: Received[] = [];
  const failed: SQSRecord[] = [];
  const stuck = new Set<string | undefined>();
  for (const message of messages) {
    const group = message.attributes.MessageGroupId;
    if (stuck.has(group)) {
      failed.push(message);
      continue;
    }
    try {
      const event = await readOrPark(message);
      if (event !== undefined) received.push({ message, event });
    } catch {
      failed.push(message);
      stuck.add(group);
    }
  }
  return { received, failed };
}

/** Undefined when the message is parked. @throws when it is not, and has to come again */
async function readOrPark(message: SQSRecord): Promise<JournalEvent | undefined> {
  try {
    checkSize(message.body);
    const { id, subject, type, data } = readEvent(message.body);
    return {
      ...{ eventId: id, orderId: subject, event: message.body },
      // Beside the event, so that readers can filter without decoding it.
      ...{ eventType: type, schema: fingerprintOf(data) },
    };
  } catch (error) {
    await failOrPark(deadLetters, message, error);
    return undefined;
  }
}
