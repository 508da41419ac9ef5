import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logFailure } from '../../shared/consumer.ts';
import { required } from '../../shared/environment.ts';
import { readEvent } from '../../shared/events.ts';
import { Table } from '../../shared/table.ts';
import { type JournalEvent, PARTITIONS, partitionOf } from '../domain.ts';
import { PartitionLog } from './partition-log.ts';

const table = new Table(required('JOURNAL_TABLE'));
const logs = Array.from({ length: PARTITIONS }, (_, partition) => new PartitionLog(table, partition));

interface Received {
  message: SQSRecord;
  event: JournalEvent;
}

/**
 * Appends a whole batch with one transaction a partition, and answers message by message. It keeps events as they
 * came: to read what is in them is up to those who read the journal.
 */
export async function handler({ Records: messages }: SQSEvent): Promise<SQSBatchResponse> {
  const { received, failed } = readAll(messages);
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

/** After a message that cannot be read, the rest of its group waits with it. */
function readAll(messages: readonly SQSRecord[]): { received: Received[]; failed: SQSRecord[] } {
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
      const { id, subject } = readEvent(message.body);
      received.push({ message, event: { eventId: id, orderId: subject, event: message.body } });
    } catch (error) {
      logFailure(message, error);
      failed.push(message);
      stuck.add(group);
    }
  }
  return { received, failed };
}
