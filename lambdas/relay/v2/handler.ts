import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { identifyAs } from '../../shared/identity.ts';
import { planWaves } from '../domain.ts';
import { checkEvents } from './check-events.ts';
import { markPublished } from './mark-published.ts';
import { bytesOf } from './message-attributes.ts';
import { type OutboxRecord, type RelayedEvent, readOutboxRecord } from './outbox-record.ts';
import { type Outcome, publishBatch } from './publish-batch.ts';
import { type SetAside, setAside } from './set-aside.ts';

identifyAs('v2');

/** To publish what was checked. */
const RESERVE_MS = 15_000;

/**
 * Publishes new outbox items whose events match their schema in the registry. Delivery is at least once: Lambda repeats a
 * batch from its first failure on, for as long as the stream has it; the topic removes what it has seen within five
 * minutes, and consumers are idempotent for the rest. What no retry will publish goes to a queue instead. While the
 * registry does not answer, events with schemas that are not known yet wait.
 */
export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Context,
): Promise<DynamoDBBatchResponse> {
  const { records, unreadable } = readAll(Records);
  const { fit, unfit, unknown } = await checkEvents(records, context.getRemainingTimeInMillis() - RESERVE_MS);
  const outcomes = await publishInOrder(fit, new Set(unknown.map(({ group }) => group)));
  const refused = outcomes.flatMap(({ event, state, code = 'refused' }): SetAside[] =>
    state === 'refused'
      ? [{ sequenceNumber: event.sequenceNumber, code, cause: 'refused-by-topic', keys: event.key }]
      : [],
  );
  const now = new Date();
  const failed = await Promise.all([
    ...unknown.map(({ sequenceNumber }) => sequenceNumber),
    ...[...unreadable, ...unfit, ...refused].map(
      async (item) => !(await setAside(item)) && item.sequenceNumber,
    ),
    ...outcomes.map(async ({ event, state }) => {
      const done = state === 'refused' || (state === 'published' && (await markPublished(event, now)));
      return !done && event.sequenceNumber;
    }),
  ]);
  const again = failed.filter((sequenceNumber) => sequenceNumber !== false);
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

function readAll(records: readonly DynamoDBRecord[]): { records: OutboxRecord[]; unreadable: SetAside[] } {
  const read: OutboxRecord[] = [];
  const unreadable: SetAside[] = [];
  for (const record of records) {
    try {
      read.push(readOutboxRecord(record));
    } catch {
      const { SequenceNumber: sequenceNumber = '', Keys: keys } = record.dynamodb ?? {};
      unreadable.push({ sequenceNumber, code: 'malformed-event', cause: 'malformed-event', keys });
    }
  }
  return { records: read, unreadable };
}

/**
 * After an event that failed, those of its group are held back: they must not overtake it.
 *
 * @param stuck groups with an event that waits already
 */
async function publishInOrder(events: readonly RelayedEvent[], stuck: Set<string>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const sized = events.map((event) => ({ ...event, attributeBytes: bytesOf(event.attributes) }));
  for (const wave of planWaves(sized)) {
    const results = await Promise.all(
      wave.map(async (batch): Promise<Outcome[]> => {
        const held = batch.filter(({ group }) => stuck.has(group));
        const free = batch.filter(({ group }) => !stuck.has(group));
        const published = free.length > 0 ? await publishBatch(free) : [];
        return [...held.map((event): Outcome => ({ event, state: 'failed' })), ...published];
      }),
    );
    outcomes.push(...results.flat());
    for (const { event, state } of outcomes) if (state === 'failed') stuck.add(event.group);
  }
  return outcomes;
}
