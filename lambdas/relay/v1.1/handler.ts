import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { ShopError } from '../../shared/errors.ts';
import { planWaves } from '../domain.ts';
import { markPublished } from './mark-published.ts';
import { type RelayedEvent, readOutboxRecord } from './outbox-record.ts';
import { type Outcome, publishBatch } from './publish-batch.ts';
import { type SetAside, setAside } from './set-aside.ts';

/**
 * Publishes new outbox items. Delivery is at least once: Lambda repeats a batch from its first failure on, for as long
 * as the stream has it; the topic removes what it has seen within five minutes, and consumers are idempotent for the
 * rest. What no retry will publish goes to a queue instead.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { events, unreadable } = readAll(Records);
  const outcomes = await publishInOrder(events);
  const refused = outcomes.flatMap(({ event, state, code = 'refused' }) =>
    state === 'refused' ? [{ sequenceNumber: event.sequenceNumber, code, keys: event.key }] : [],
  );
  const now = new Date();
  const failed = await Promise.all([
    ...[...unreadable, ...refused].map(async (item) => !(await setAside(item)) && item.sequenceNumber),
    ...outcomes.map(async ({ event, state }) => {
      const done = state === 'refused' || (state === 'published' && (await markPublished(event, now)));
      return !done && event.sequenceNumber;
    }),
  ]);
  const again = failed.filter((sequenceNumber) => sequenceNumber !== false);
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

function readAll(records: readonly DynamoDBRecord[]): { events: RelayedEvent[]; unreadable: SetAside[] } {
  const events: RelayedEvent[] = [];
  const unreadable: SetAside[] = [];
  for (const record of records) {
    try {
      events.push(readOutboxRecord(record));
    } catch (error) {
      const { SequenceNumber: sequenceNumber = '', Keys: keys } = record.dynamodb ?? {};
      unreadable.push({ sequenceNumber, code: ShopError.from(error).code, keys });
    }
  }
  return { events, unreadable };
}

/** After an event that failed, those of its group are held back: they must not overtake it. */
async function publishInOrder(events: readonly RelayedEvent[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const stuck = new Set<string>();
  for (const wave of planWaves(events)) {
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
