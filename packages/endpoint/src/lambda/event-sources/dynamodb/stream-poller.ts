import { AwsError } from '../../../core/errors.ts';
import { compileFilters } from '../filters.ts';
import { splitBySize } from '../function-call.ts';
import { pause } from '../pause.ts';
import type { Poller } from '../poller.ts';
import { deliverBatch } from './delivery.ts';
import { type StreamItem, toItem } from './stream-item.ts';
import type { StreamPollerContext } from './stream-poller-context.ts';
import { openStream, type StreamReader } from './stream-reader.ts';

/** A write wakes the reader; this is only how long it waits without one. */
const WAIT_MS = 60_000;
const PROBLEM_PAUSE_MS = 5000;

/**
 * Feeds a function from a stream, in order, one batch at a time: with one shard, whatever the parallelisation
 * factor, so order holds for every key and not only for its own.
 */
export function startStreamPoller(poller: StreamPollerContext): Poller {
  const { context, mapping } = poller;
  const { settings, sourceArn } = mapping;
  const stopping = new AbortController();
  const { signal } = stopping;
  const filter = compileFilters('dynamodb', settings.filters);

  async function poll(): Promise<void> {
    let reader: StreamReader | undefined;
    while (!signal.aborted) {
      try {
        reader ??= await openStream(context, sourceArn, poller.checkpoint());
        const batch = await collect(reader);
        if (batch === undefined) return; // The stream was disabled or its table deleted, and all of it is read.
        await process(batch, reader.shardId);
      } catch (thrown) {
        if (signal.aborted) return;
        reader = undefined;
        poller.report(`PROBLEM: ${AwsError.from(thrown).code}`);
        context.log('warn', 'failed to poll event source', { source: sourceArn, cause: thrown });
        await pause(context.clock, PROBLEM_PAUSE_MS, signal);
      }
    }
  }

  /** Waits for the first record that matches, and then for the batch to fill up or the window to end. */
  async function collect(reader: StreamReader): Promise<Batch | undefined> {
    const batch: Batch = { items: [], last: undefined };
    let deadline: number | undefined;
    while (!signal.aborted) {
      const wait = deadline === undefined ? WAIT_MS : deadline - context.clock.now();
      if (wait <= 0 && batch.items.length > 0) break;
      const records = await reader.read(settings.batchSize - batch.items.length, wait, signal);
      if (records === undefined) return batch.last === undefined ? undefined : batch;
      for (const record of records) {
        const item = toItem(record, sourceArn);
        batch.last = item.sequenceNumber;
        if (filter(item.record)) batch.items.push(item);
      }
      if (batch.items.length >= settings.batchSize) break;
      if (batch.items.length > 0) deadline ??= context.clock.now() + settings.batchingWindow * 1000;
      // Nothing of it is wanted: what was passed over needs no second look after a restart.
      else if (batch.last !== undefined) poller.advance({ sequenceNumber: batch.last });
    }
    return batch;
  }

  async function process(batch: Batch, shardId: string): Promise<void> {
    for (const run of splitBySize(batch.items, ({ record }) => record)) {
      const finished = await deliverBatch(poller, run, shardId, signal);
      if (!finished) return;
    }
    if (batch.last !== undefined && !signal.aborted) poller.advance({ sequenceNumber: batch.last });
  }

  const polling = poll();
  return {
    stop() {
      stopping.abort();
      return polling;
    },
  };
}

interface Batch {
  items: StreamItem[];
  /** The last record that was read, whether it matched or not. */
  last: string | undefined;
}
