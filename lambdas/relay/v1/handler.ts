import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { logger } from '../../shared/logging.ts';
import { type OutboxEvent, planWaves } from '../domain.ts';
import { readOutboxRecord } from './outbox-record.ts';

const topic = required('TOPIC_ARN');
const sns = new SNSClient({});

/**
 * Publishes new outbox items. Delivery is at least once: Lambda repeats a batch from its first failure on, the
 * topic removes what it has seen within five minutes, and consumers are idempotent for the rest.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readAll(Records);
  const unpublished = await publishInOrder(events);
  return {
    batchItemFailures: [...unreadable, ...unpublished].map((itemIdentifier) => ({ itemIdentifier })),
  };
}

function readAll(records: readonly DynamoDBRecord[]): { events: OutboxEvent[]; unreadable: string[] } {
  const events: OutboxEvent[] = [];
  const unreadable: string[] = [];
  for (const record of records) {
    try {
      events.push(readOutboxRecord(record));
    } catch (error) {
      const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
      logger.error('outbox item is not readable', { sequenceNumber, code: ShopError.from(error).code });
      unreadable.push(sequenceNumber);
    }
  }
  return { events, unreadable };
}

/** @returns the sequence numbers of what did not go out, or was held back behind an event of its group */
async function publishInOrder(events: readonly OutboxEvent[]): Promise<string[]> {
  const failed: OutboxEvent[] = [];
  for (const wave of planWaves(events)) {
    const stuck = new Set(failed.map(({ group }) => group));
    const results = await Promise.all(
      wave.map(async (batch) => {
        const held = batch.filter(({ group }) => stuck.has(group));
        return [...held, ...(await publish(batch.filter(({ group }) => !stuck.has(group))))];
      }),
    );
    failed.push(...results.flat());
  }
  return failed.map(({ sequenceNumber }) => sequenceNumber);
}

/** @returns the events that the topic did not take */
async function publish(batch: readonly OutboxEvent[]): Promise<OutboxEvent[]> {
  if (batch.length === 0) return [];
  try {
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({
        TopicArn: topic,
        PublishBatchRequestEntries: batch.map(({ group, eventId, body }, index) => ({
          Id: String(index),
          Message: body,
          MessageGroupId: group,
          MessageDeduplicationId: eventId,
        })),
      }),
    );
    for (const { Id, Code } of Failed)
      logger.error('event was not taken', { eventId: batch[Number(Id)]?.eventId, Code });
    const refused = new Set(Failed.map(({ Id }) => Id));
    return batch.filter((_, index) => refused.has(String(index)));
  } catch (error) {
    logger.error('batch was not taken', {
      events: batch.length,
      error: error instanceof Error ? error : undefined,
    });
    return [...batch];
  }
}
