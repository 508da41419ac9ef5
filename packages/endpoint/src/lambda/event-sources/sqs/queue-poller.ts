import type { Message } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../core/errors.ts';
import { readBatchResponse } from '../batch-response.ts';
import { compileFilters } from '../filters.ts';
import { callFunction, splitBySize } from '../function-call.ts';
import { pause } from '../pause.ts';
import type { Poller, PollerContext } from '../poller.ts';
import { openQueue, type Queue } from './queue.ts';
import { toRecord } from './record.ts';

/** AWS starts with five batches at a time and grows to thousands; the cores of one machine are soon busy. */
const CONCURRENCY = 4;
/** How long to leave a queue or function alone that is not there. */
const PROBLEM_PAUSE_MS = 5000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5000;

/**
 * Feeds a function from a queue: one long poll at a time, and a few invocations. That one message group has one
 * invocation at most is the queue's doing: it gives out none of a group of which something is in flight.
 */
export function startQueuePoller({ context, mapping, report }: PollerContext): Poller {
  const { clock } = context;
  const { settings, sourceArn, functionArn } = mapping;
  const stopping = new AbortController();
  const { signal } = stopping;
  const filter = compileFilters('sqs', settings.filters);
  const concurrency = settings.maximumConcurrency ?? CONCURRENCY;
  const running = new Set<Promise<void>>();

  async function poll(): Promise<void> {
    let queue: Queue | undefined;
    while (!signal.aborted) {
      try {
        queue ??= await openQueue(context, sourceArn);
        const batch = await collect(queue);
        if (batch.length > 0) await start(queue, batch);
      } catch (thrown) {
        if (signal.aborted) return;
        queue = undefined;
        report(`PROBLEM: ${AwsError.from(thrown).code}`);
        context.log('warn', 'failed to poll event source', { source: sourceArn, cause: thrown });
        await pause(clock, PROBLEM_PAUSE_MS, signal);
      }
    }
  }

  /** Waits for the first message, and then for the batch to fill up or the window to end. */
  async function collect(queue: Queue): Promise<Message[]> {
    const batch = await queue.receive(settings.batchSize, signal);
    if (batch.length === 0 || settings.batchingWindow === 0) return batch;
    const window = new AbortController();
    const timer = clock.after(settings.batchingWindow * 1000, () => window.abort());
    const either = AbortSignal.any([signal, window.signal]);
    while (batch.length < settings.batchSize && !either.aborted) {
      batch.push(...(await queue.receive(settings.batchSize - batch.length, either)));
    }
    timer.cancel();
    return batch;
  }

  /** Resolves as soon as another batch may be read. */
  async function start(queue: Queue, batch: readonly Message[]): Promise<void> {
    const received = clock.now();
    const processing = process(queue, batch, received)
      .catch((cause: unknown) => {
        if (!signal.aborted) context.log('error', 'event source failed', { source: sourceArn, cause });
      })
      .finally(() => running.delete(processing));
    running.add(processing);
    if (running.size >= concurrency) await Promise.race(running);
  }

  async function process(queue: Queue, batch: readonly Message[], received: number): Promise<void> {
    const items = batch.map((message) => ({
      message,
      record: toRecord(message, sourceArn, context.region),
    }));
    const wanted = items.filter(({ record }) => filter(record));
    // "If a message does not match, Lambda deletes it from the queue": with-sqs-filtering.
    await queue.delete(items.filter((item) => !wanted.includes(item)).map(({ message }) => message));
    for (const run of splitBySize(wanted, ({ record }) => record)) {
      await queue.delete(await invoke(queue, run, received));
    }
  }

  /** The messages that the function is done with. The others come back when their visibility timeout has passed. */
  async function invoke(
    queue: Queue,
    run: readonly { message: Message; record: object }[],
    received: number,
  ): Promise<Message[]> {
    const messages = run.map(({ message }) => message);
    for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, MAX_BACKOFF_MS)) {
      const result = await callFunction(
        context,
        functionArn,
        run.map(({ record }) => record),
      );
      if (result.outcome === 'throttled') {
        // Tried again for as long as the messages are ours.
        await pause(clock, backoff, signal);
        if (!signal.aborted && clock.now() < received + (await queue.visibilityTimeout())) continue;
      }
      if (result.outcome === 'unavailable') await pause(clock, PROBLEM_PAUSE_MS, signal);
      if (result.outcome !== 'answered') {
        report('PROBLEM: Function call failed');
        return [];
      }
      if (!settings.reportsBatchItemFailures) return done(messages);
      const ids = new Set(messages.map(({ MessageId }) => MessageId ?? ''));
      const answer = readBatchResponse(result.payload, ids);
      if (answer === 'failed') {
        report('PROBLEM: Function call failed');
        return [];
      }
      if (answer === 'succeeded') return done(messages);
      return done(messages.filter(({ MessageId }) => !answer.failed.has(MessageId ?? '')));
    }
  }

  function done(messages: Message[]): Message[] {
    report('OK');
    return messages;
  }

  const polling = poll();
  return {
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(running);
    },
  };
}
