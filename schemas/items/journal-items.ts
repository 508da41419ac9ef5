import { bucket } from './bucket.ts';
import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, optional, TEXT } from './item-layout.ts';

/** It never changes: an order's events are found, and kept in order, in the partition of the order's id. */
export const JOURNAL_PARTITIONS = 4;

const OFFSET_DIGITS = 12;
const EVENT_PREFIX = 'EVENT#';

/** The partition that has all events of an order, 0 to `JOURNAL_PARTITIONS` - 1. */
export function partitionOf(orderId: string): number {
  return bucket(orderId, JOURNAL_PARTITIONS);
}

export function journalPartitionKey(partition: number): string {
  return `PARTITION#${partition}`;
}

export function headKey(partition: number): ItemKey {
  return { pk: journalPartitionKey(partition), sk: 'HEAD' };
}

/** The sort key of an offset. All have the same length, so that they sort as the numbers do. */
export function offsetSortKey(offset: number): string {
  return `${EVENT_PREFIX}${String(offset).padStart(OFFSET_DIGITS, '0')}`;
}

/** No sort key of an event is greater. */
export const LAST_OFFSET_SORT_KEY = `${EVENT_PREFIX}${'9'.repeat(OFFSET_DIGITS)}`;

export function entryKey({ partition, offset }: { partition: number; offset: number }): ItemKey {
  return { pk: journalPartitionKey(partition), sk: offsetSortKey(offset) };
}

export function dedupeKey(eventId: string): ItemKey {
  return { pk: `${EVENT_PREFIX}${eventId}`, sk: 'DEDUPE' };
}

/** DynamoDB deletes an expired item within days (time to live). Readers leave it out from the second on. */
export function isExpired({ expiresAt }: { expiresAt?: number | undefined }, now: Date): boolean {
  return expiresAt !== undefined && expiresAt <= now.getTime() / 1000;
}

/** The next free offset of a partition. */
export const JOURNAL_HEAD_ITEM: ItemLayout = {
  table: 'journal',
  name: 'head',
  owners: ['journal'],
  exampleKey: headKey(0),
  attributes: {
    type: TEXT,
    next: NUMBER,
    // Of the newest entry; since release v1.1 of the journal. ISO 8601, UTC.
    appendedAt: optional(TEXT),
  },
};

/** An event at its offset. */
export const JOURNAL_EVENT_ITEM: ItemLayout = {
  table: 'journal',
  name: 'event',
  owners: ['journal'],
  exampleKey: entryKey({ partition: 0, offset: 42 }),
  attributes: {
    type: TEXT,
    partition: NUMBER,
    offset: NUMBER,
    eventId: TEXT,
    orderId: TEXT,
    // The CloudEvent as JSON.
    event: TEXT,
    // Since release v1.1 of the journal. ISO 8601, UTC; it never goes back within a partition.
    appendedAt: optional(TEXT),
    // Time to live, in seconds; only where the deployment limits the retention. Since release v1.1 of the journal.
    expiresAt: optional(NUMBER),
    // Since release v2 of the journal: the CloudEvents type, and the fingerprint of the writer's schema in hexadecimal.
    eventType: optional(TEXT),
    schema: optional(TEXT),
  },
};

/** Written in the same transaction as the event, so that an event that is delivered again gets no second offset. */
export const JOURNAL_DEDUPE_ITEM: ItemLayout = {
  table: 'journal',
  name: 'dedupe',
  owners: ['journal'],
  exampleKey: dedupeKey('<eventId>'),
  attributes: { type: TEXT, partition: NUMBER, offset: NUMBER, expiresAt: optional(NUMBER) },
};
