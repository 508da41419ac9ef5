import type { Timer } from '../../core/clock.ts';
import { AwsError } from '../../core/errors.ts';
import { own } from '../../core/own.ts';
import type { FunctionEngine } from '../engine.ts';
import type { Outcome } from '../execution/invocation.ts';
import { invoke } from '../execution/invoke.ts';
import { type EventInvokeRecord, LATEST } from '../functions/function-record.ts';
import { resolve } from '../functions/lookup.ts';
import type { Resolved } from '../functions/resolved.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { type AsyncEvent, deliverDeadLetter, deliverRecord, type Ending } from './destinations.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_MS = [60_000, 120_000];
const MAX_AGE_SECONDS = 21_600;
/** After a throttle or a failure of ours: from 1 second, doubled up to 5 minutes, until the event is too old. */
const FIRST_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 300_000;

export function createAsyncInvocations(engine: FunctionEngine): AsyncInvocations {
  const { context } = engine;
  const events = context.state.collection<AsyncEvent>('lambda/async-events');
  const timers = new Map<string, Timer>();
  let closed = false;

  function schedule(event: AsyncEvent, milliseconds: number): void {
    if (closed) return;
    event.nextAttemptAt = context.clock.now() + milliseconds;
    events.set(event.requestId, event);
    if (milliseconds <= 0) {
      setImmediate(() => context.calls.detached(() => attempt(event)));
      return;
    }
    const timer = context.clock.after(milliseconds, () => {
      timers.delete(event.requestId);
      attempt(event);
    });
    timers.set(event.requestId, timer);
  }

  function attempt(event: AsyncEvent): void {
    run(event).catch((cause: unknown) => {
      forget(event);
      context.log('error', 'asynchronous invocation lost', { function: event.functionName, cause });
    });
  }

  async function run(event: AsyncEvent): Promise<void> {
    if (closed) return;
    const target = find(event);
    if (target === undefined) {
      forget(event); // The function, version or alias was deleted, and its events with it.
      return;
    }
    const config: Partial<EventInvokeRecord> =
      own(target.record.eventInvoke, event.qualifier ?? LATEST) ?? {};
    if (target.record.reservedConcurrency === 0) {
      await giveUp(event, target, config, { condition: 'ZeroReservedConcurrency' });
      return;
    }
    const age = context.clock.now() - event.acceptedAt;
    if (age >= (config.maximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1000) {
      await giveUp(event, target, config, { condition: 'EventAgeExceeded', ...lastOutcome.get(event) });
      return;
    }
    let outcome: Outcome & { executedVersion: string };
    try {
      outcome = await context.calls.run(
        {
          service: 'lambda',
          operation: 'Invoke',
          input: () => ({ FunctionName: event.functionName, InvocationType: 'Event' }),
          origin: 'service',
          principal: () => ({ type: 'service', service: 'lambda.amazonaws.com' }),
          resource: () => target.record.arn,
          traceHeaders: { amazon: event.traceHeader },
        },
        () => invoke(engine, target, event),
      );
    } catch (error) {
      if (AwsError.from(error).status < 429) throw error;
      event.throttles += 1;
      schedule(event, Math.min(FIRST_BACKOFF_MS * 2 ** (event.throttles - 1), MAX_BACKOFF_MS));
      return;
    }
    if (closed) return; // Killed by the shutdown: it is still in the queue, and runs again.
    event.attempts += 1;
    if (!outcome.failed) {
      if (config.onSuccess !== undefined) {
        await deliver(config.onSuccess, event, target, { condition: 'Success', outcome });
      }
      forget(event);
      return;
    }
    const delay = RETRY_MS[event.attempts - 1];
    if (event.attempts <= (config.maximumRetryAttempts ?? RETRY_MS.length) && delay !== undefined) {
      lastOutcome.set(event, { outcome });
      schedule(event, delay);
      return;
    }
    await giveUp(event, target, config, { condition: 'RetriesExhausted', outcome });
  }

  async function giveUp(
    event: AsyncEvent,
    target: Resolved,
    config: Partial<EventInvokeRecord>,
    ending: Ending,
  ): Promise<void> {
    if (config.onFailure !== undefined) await deliver(config.onFailure, event, target, ending);
    const { deadLetterArn } = target.version.settings;
    if (deadLetterArn !== undefined) {
      await deliverDeadLetter(context, deadLetterArn, event, ending).catch((cause: unknown) =>
        failed(cause, event),
      );
    }
    forget(event);
  }

  /** Only when all is said: an event that a shutdown interrupts runs again. */
  function forget(event: AsyncEvent): void {
    if (!closed) events.delete(event.requestId);
  }

  function deliver(arn: string, event: AsyncEvent, target: Resolved, ending: Ending): Promise<void> {
    return deliverRecord(context, arn, target.record.arn, event, ending).catch((cause: unknown) =>
      failed(cause, event),
    );
  }

  function failed(cause: unknown, event: AsyncEvent): void {
    context.log('warn', 'failed to send an invocation record to its destination', {
      function: event.functionName,
      cause,
    });
  }

  function find({ functionName, qualifier }: AsyncEvent): Resolved | undefined {
    try {
      return resolve(engine, functionName, qualifier);
    } catch {
      return undefined;
    }
  }

  return {
    accept({ record, qualifier }, request) {
      schedule(
        {
          ...request,
          functionName: record.name,
          ...(qualifier !== undefined && { qualifier }),
          acceptedAt: context.clock.now(),
          nextAttemptAt: 0,
          attempts: 0,
          throttles: 0,
        },
        0,
      );
    },
    resume() {
      for (const event of [...events.values()]) schedule(event, event.nextAttemptAt - context.clock.now());
    },
    close() {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
    },
  };
}

/** How the last attempt ended, for the record of an event that grows too old; not kept over a restart. */
const lastOutcome = new WeakMap<AsyncEvent, Pick<Ending, 'outcome'>>();
