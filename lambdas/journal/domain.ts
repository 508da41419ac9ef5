/** Which partition and offset an event gets. No clock, no network. */
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { bucket } from '../shared/bucket.ts';

export const PARTITIONS = 4;

export interface JournalEvent {
  eventId: string;
  orderId: string;
  /** The CloudEvent as it came. */
  event: string;
}

export interface Entry extends JournalEvent {
  partition: number;
  offset: number;
}

/** All events of an order are in one partition, and so in their order. */
export function partitionOf(orderId: string): number {
  return bucket(orderId, PARTITIONS);
}

/** The next offsets, without gaps, for the events of one partition. */
export function assignOffsets(partition: number, next: number, events: readonly JournalEvent[]): Entry[] {
  return events.map((event, index) => ({ ...event, partition, offset: next + index }));
}

/** What of a batch is new, each event once: a queue may hand over the same event twice in one batch. */
export function withoutRepetitions(events: readonly JournalEvent[]): JournalEvent[] {
  return [...new Map(events.map((event) => [event.eventId, event])).values()];
}

export function headKey(partition: number): ItemKey {
  return { pk: `PARTITION#${partition}`, sk: 'HEAD' };
}

/** Twelve digits sort as text in the order of the numbers. */
export function entryKey({ partition, offset }: Pick<Entry, 'partition' | 'offset'>): ItemKey {
  return { pk: `PARTITION#${partition}`, sk: `EVENT#${String(offset).padStart(12, '0')}` };
}

export function dedupeKey(eventId: string): ItemKey {
  return { pk: `EVENT#${eventId}`, sk: 'DEDUPE' };
}
