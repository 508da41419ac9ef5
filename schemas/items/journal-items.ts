import { bucket } from './bucket.ts';
import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT } from './item-layout.ts';

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

/** The next free offset of a partition. */
export const JOURNAL_HEAD_ITEM: ItemLayout = {
  table: 'journal',
  name: 'head',
  owners: ['journal'],
  exampleKey: headKey(0),
  attributes: { type: TEXT, next: NUMBER },
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
  },
};

/** Written in the same transaction as the event, so that an event that is delivered again gets no second offset. */
export const JOURNAL_DEDUPE_ITEM: ItemLayout = {
  table: 'journal',
  name: 'dedupe',
  owners: ['journal'],
  exampleKey: dedupeKey('<eventId>'),
  attributes: { type: TEXT, partition: NUMBER, offset: NUMBER },
};
