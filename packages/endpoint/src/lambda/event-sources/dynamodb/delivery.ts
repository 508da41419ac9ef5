import { readBatchResponse } from '../batch-response.ts';
import { type CallResult, callFunction, type ResponseContext } from '../function-call.ts';
import { pause } from '../pause.ts';
import { type DiscardReason, describeDiscarded, tellDestination } from './discarded.ts';
import type { StreamItem } from './stream-item.ts';
import type { StreamPollerContext } from './stream-poller-context.ts';

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

/** Part of a batch that is still to be delivered. */
interface Part {
  items: readonly StreamItem[];
  /** Failed invocations so far. */
  failures: number;
  lastResponse: ResponseContext | undefined;
}

/**
 * Hands a batch to the function until it is done with, by success or by the limits of the mapping:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 * False when the poller was stopped before.
 */
export async function deliverBatch(
  poller: StreamPollerContext,
  items: readonly StreamItem[],
  shardId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { context, mapping } = poller;
  const { settings } = mapping;
  const parts: Part[] = [{ items, failures: 0, lastResponse: undefined }];
  let backoff = FIRST_BACKOFF_MS;

  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (signal.aborted) return false;
    const { fresh, old } = byAge(part.items);
    if (old.length > 0) {
      await discard({ ...part, items: old }, 'RecordAgeExceeded');
      if (fresh.length > 0) parts.unshift({ ...part, items: fresh });
      continue;
    }
    const result = await callFunction(
      context,
      mapping.functionArn,
      part.items.map(({ record }) => record),
    );
    const { done, rest } = split(part, result);
    // What was being done when the poller stopped is done with all the same.
    const last = done.at(-1);
    if (last !== undefined) poller.advance({ sequenceNumber: last.sequenceNumber });
    if (rest.length === 0) {
      poller.report('OK');
      backoff = FIRST_BACKOFF_MS;
      continue;
    }
    poller.report('PROBLEM: Function call failed');
    if (signal.aborted) return false;
    const counts = result.outcome === 'failed' || result.outcome === 'answered';
    const left: Part = {
      items: rest,
      failures: part.failures + (counts ? 1 : 0),
      lastResponse: 'response' in result ? result.response : part.lastResponse,
    };
    if (settings.bisects && counts && rest.length > 1) {
      if (done.length > 0) {
        // "The batch is bisected at the returned sequence number, and only the remaining records are retried."
        parts.unshift(left);
      } else {
        const middle = Math.ceil(rest.length / 2);
        // Splitting does not use up a retry.
        const halves = [rest.slice(0, middle), rest.slice(middle)];
        parts.unshift(...halves.map((half) => ({ ...left, items: half, failures: part.failures })));
      }
    } else if (isExhausted(left)) {
      await discard(left, 'RetryAttemptsExhausted');
      continue;
    } else {
      parts.unshift(left);
    }
    await pause(context.clock, backoff, signal);
    backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
  }
  return true;

  function isExhausted({ failures }: Part): boolean {
    const most = settings.maximumRetries ?? -1;
    return most >= 0 && failures > most;
  }

  function byAge(all: readonly StreamItem[]): { fresh: StreamItem[]; old: StreamItem[] } {
    const age = settings.maximumAge ?? -1;
    const oldest = age < 0 ? Number.NEGATIVE_INFINITY : context.clock.now() - age * 1000;
    const firstFresh = all.findIndex(({ created }) => created.getTime() >= oldest);
    const cut = firstFresh < 0 ? all.length : firstFresh;
    return { old: all.slice(0, cut), fresh: all.slice(cut) };
  }

  /** What the function is done with, and what is to be delivered again, which starts at the first failure. */
  function split(
    part: Part,
    result: CallResult,
  ): { done: readonly StreamItem[]; rest: readonly StreamItem[] } {
    if (result.outcome !== 'answered') return { done: [], rest: part.items };
    if (!settings.reportsBatchItemFailures) return { done: part.items, rest: [] };
    const ids = new Set(part.items.map(({ sequenceNumber }) => sequenceNumber));
    const answer = readBatchResponse(result.payload, ids);
    if (answer === 'succeeded') return { done: part.items, rest: [] };
    if (answer === 'failed') return { done: [], rest: part.items };
    const first = part.items.findIndex(({ sequenceNumber }) => answer.failed.has(sequenceNumber));
    return { done: part.items.slice(0, first), rest: part.items.slice(first) };
  }

  async function discard(part: Part, reason: DiscardReason): Promise<void> {
    if (settings.onFailure !== undefined) {
      const message = describeDiscarded(context, mapping, {
        items: part.items,
        reason,
        invocations: part.failures,
        shardId,
        lastResponse: part.lastResponse,
      });
      await tellDestination(context, settings.onFailure, message).catch((cause: unknown) =>
        context.log('error', 'failed to send to an on-failure destination', {
          destination: settings.onFailure,
          cause,
        }),
      );
    }
    const last = part.items.at(-1);
    if (last !== undefined) poller.advance({ sequenceNumber: last.sequenceNumber });
  }
}
