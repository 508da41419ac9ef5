/** Which events a step of a replay sends, and how. No clock, no network. */

import { createHash } from 'node:crypto';
import type { PartitionProgress } from './contract.ts';
import { ReplayError } from './errors.ts';

export interface JournalEntry {
  partition: number;
  offset: number;
  eventId: string;
  orderId: string;
  /** The CloudEvent as JSON. */
  event: string;
}

/** What SendMessageBatch takes: ten messages, and 1 MiB all together. */
export const BATCH_LIMITS = { entries: 10, bytes: 1024 * 1024 };

/** Shares a step among the partitions that have events left, so that none waits for the others. */
export function planStep(partitions: readonly PartitionProgress[], events: number): PartitionProgress[] {
  const open = partitions.filter(({ next, to }) => next < to);
  const share = Math.max(1, Math.floor(events / Math.max(1, open.length)));
  return open
    .slice(0, events)
    .map((progress) => ({ ...progress, to: Math.min(progress.to, progress.next + share) }));
}

/** @throws ReplayError `offset-expired` when an entry between `next` and `to` is missing: it must not be skipped */
export function checkComplete({ partition, next, to }: PartitionProgress, offsets: readonly number[]): void {
  for (let offset = next; offset < to; offset += 1) {
    if (offsets[offset - next] !== offset) {
      throw new ReplayError(
        'offset-expired',
        `offset ${offset} of partition ${partition} is not kept any longer; start a replay that begins after it`,
      );
    }
  }
}

/**
 * Batches in the order of the journal. None has two events of one order: SQS may take one entry of a batch and refuse
 * another, and the later event must not overtake.
 */
export function intoBatches(
  entries: readonly JournalEntry[],
  bytesOf: (entry: JournalEntry) => number,
  limits = BATCH_LIMITS,
): JournalEntry[][] {
  const batches: JournalEntry[][] = [];
  let batch: JournalEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    const isFull = batch.length === limits.entries || bytes + size > limits.bytes;
    if (batch.length > 0 && (isFull || batch.some(({ orderId }) => orderId === entry.orderId))) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * The event with the extension attribute that says by which replay it is sent. SQS takes neither U+FFFE nor U+FFFF, which
 * an extension of the event may have as an escape: they stay escaped.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function markReplayed(event: string, replayId: string): string {
  const marked = JSON.stringify({ ...JSON.parse(event), replayid: replayId });
  return marked.replace(/[\ufffe\uffff]/g, (text) => `\\u${text.charCodeAt(0).toString(16)}`);
}

/**
 * The message group of an order's events. The journal keeps events with any subject, and one that is no group id must not
 * stop a replay: it gets a group named after its hash.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
 */
export function messageGroup(orderId: string): string {
  return /^[!-~]{1,128}$/.test(orderId) ? orderId : hashOf(orderId);
}

/**
 * Within one replay an event that is sent again, after a crash, is a duplicate; in another replay it is not. Hashed,
 * because a deduplication id has 128 characters at most.
 */
export function deduplicationId(replayId: string, eventId: string): string {
  return hashOf(`${replayId}/${eventId}`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
