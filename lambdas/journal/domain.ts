/** Which partition and offset an event gets. No clock, no network. */

import { RefusedEvent } from '../shared/messaging/refused-event.ts';

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
  /** The CloudEvents type; since release v2. */
  eventType?: string;
  /** Fingerprint of the writer's schema, in hexadecimal; since release v2, for data in Avro single-object encoding. */
  schema?: string | undefined;
}

export interface Entry extends JournalEvent {
  partition: number;
  offset: number;
}

/** The next offsets, without gaps, for the events of one partition. */
export function assignOffsets(partition: number, next: number, events: readonly JournalEvent[]): Entry[] {
  return events.map((event, index) => ({ ...event, partition, offset: next + index }));
}

/**
 * Bytes of the largest event that the journal keeps: more than the topic carries. An item of DynamoDB has 400 KB at most, and
 * the ten entries of a batch fit into one transaction, which has 4 MB.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_EVENT_BYTES = 320 * 1024;

/**
 * A queue takes messages of 1 MiB. An event that cannot be stored would make the transaction of its batch fail every time,
 * and with it those of other orders.
 *
 * @throws RefusedEvent `invalid-data`
 */
export function checkSize(event: string): void {
  if (Buffer.byteLength(event) <= MAX_EVENT_BYTES) return;
  throw new RefusedEvent('invalid-data', `the event is larger than ${MAX_EVENT_BYTES} bytes`);
}

/** What of a batch is new, each event once: a queue may hand over the same event twice in one batch. */
export function withoutRepetitions(events: readonly JournalEvent[]): JournalEvent[] {
  return [...new Map(events.map((event) => [event.eventId, event])).values()];
}

/**
 * When the entries of an append were appended. The order of times is that of offsets, although execution environments
 * have clocks of their own: none is before `last`, the time of the entry before.
 */
export function appendTime(now: Date, last: string | undefined): string {
  const time = now.toISOString();
  return last !== undefined && last > time ? last : time;
}

/** Queues and dead-letter queues keep a message for 14 days each: until then an event may be delivered again. */
const MIN_DEDUPE_DAYS = 30;

export interface Expiry {
  /** Second of the epoch; undefined for entries that do not expire. */
  entry: number | undefined;
  dedupe: number | undefined;
}

/** When an entry and its dedupe item expire. @param days undefined where they do not expire */
export function expiryOf(appendedAt: string, days: number | undefined): Expiry {
  const after = (count: number) => Math.ceil(Date.parse(appendedAt) / 1000) + count * 24 * 3600;
  if (days === undefined) return { entry: undefined, dedupe: undefined };
  return { entry: after(days), dedupe: after(Math.max(days, MIN_DEDUPE_DAYS)) };
}

/** Avro's single-object encoding: this marker, the fingerprint of the writer's schema, the body (Avro 1.12). */
const MARKER = 'c301';
const HEADER_BYTES = 10;

/** Fingerprint of the writer's schema, in hexadecimal. Undefined when the data has another encoding. */
export function fingerprintOf(data: Buffer): string | undefined {
  if (data.length < HEADER_BYTES || data.toString('hex', 0, 2) !== MARKER) return undefined;
  return data.toString('hex', 2, HEADER_BYTES);
}
