/** Which partition and offset an event gets. No clock, no network. */

// Frozen releases import the keys from here.
export {
  dedupeKey,
  entryKey,
  headKey,
  JOURNAL_PARTITIONS as PARTITIONS,
  partitionOf,
} from '../../schemas/items/journal-items.ts';

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

/** The next offsets, without gaps, for the events of one partition. */
export function assignOffsets(partition: number, next: number, events: readonly JournalEvent[]): Entry[] {
  return events.map((event, index) => ({ ...event, partition, offset: next + index }));
}

/** What of a batch is new, each event once: a queue may hand over the same event twice in one batch. */
export function withoutRepetitions(events: readonly JournalEvent[]): JournalEvent[] {
  return [...new Map(events.map((event) => [event.eventId, event])).values()];
}
