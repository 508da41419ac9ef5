import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { ShopError } from '../errors.ts';
import { type Attempt, Attempts } from './attempts.ts';
import type { Deadline } from './deadline.ts';
import { failureKind } from './dependency-failure.ts';
import type { ResilienceEvent } from './events.ts';
import { type Protections, type ResiliencePolicy, UNPROTECTED_ATTEMPTS } from './policy.ts';
import { RetryBudget } from './retry-budget.ts';

/** A fallback says that it is one, so that no degraded answer passes for a full one. */
export type Degraded<T> = T & { degraded: true };

export interface CallOptions<T> {
  /** Of the caller. What the dependency gets is shorter: a reserve for the answer is kept. */
  deadline: Deadline;
  /** What to answer when the dependency does not. Where it refuses the request itself, its error is thrown as usual. */
  fallback?: (failure: ShopError) => Degraded<T>;
  /** False for a call that must not be sent twice: it gets one attempt. */
  repeatable?: boolean;
}

export interface ResilienceOptions {
  onEvent: (event: ResilienceEvent) => void;
  /** For the pauses between attempts: from 0 up to but not including 1. */
  random?: () => number;
  /** What is in effect, asked before each call; everything by default. */
  protections?: () => Promise<Protections>;
}

export interface ResilientCaller {
  /**
   * @throws ShopError of the last attempt; without an attempt `dependency-unavailable` (the breaker is open, the bulkhead
   *   full) or `dependency-timeout` (no time left)
   */
  call<T>(attempt: (attempt: Attempt) => Promise<T>, options: CallOptions<T>): Promise<T>;
}

/**
 * Calls of one dependency under one policy, which share a retry budget, a circuit breaker and a bulkhead. From outside in:
 * fallback, bulkhead, breaker, retries, time-out.
 *
 * The breaker is outside the retries: it counts calls, however many attempts each took. It counts only those that found
 * the dependency down, or one client's bad request, sent three times, would shut out all others. While it is half open,
 * one call with one attempt is let through, and the others are rejected.
 */
export function resilientCaller(
  dependency: string,
  policy: ResiliencePolicy,
  { onEvent, random = Math.random, protections = async () => 'all' }: ResilienceOptions,
): ResilientCaller {
  const budget = new RetryBudget(policy.retries.budget);
  const foundDown = new WeakSet<Error>();
  const breaker = circuitBreaker(
    handleWhen((error) => foundDown.has(error)),
    { halfOpenAfter: policy.breaker.openMs, breaker: new ConsecutiveBreaker(policy.breaker.failures) },
  );
  breaker.onBreak(() => onEvent({ type: 'breaker-opened', dependency, openMs: policy.breaker.openMs }));
  breaker.onHalfOpen(() => onEvent({ type: 'breaker-half-open', dependency }));
  breaker.onReset(() => onEvent({ type: 'breaker-closed', dependency }));
  const places = bulkhead(policy.bulkhead.concurrent, policy.bulkhead.queued);

  async function inBreaker<T>(
    attempt: (attempt: Attempt) => Promise<T>,
    deadline: Deadline,
    repeatable: boolean,
  ): Promise<T> {
    if (deadline.isOver) throw noTimeLeft(dependency);
    // Cockatiel lets further calls wait for the result of the test, which may be longer than they can.
    if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    const isTest = breaker.state === CircuitState.Open;
    return breaker.execute(async () => {
      const { attemptMs, retries } = policy;
      const attempts = new Attempts(dependency, {
        attempts: repeatable && !isTest ? retries.attempts : 1,
        attemptMs,
        remainingMs: () => deadline.remainingMs(),
        delayMs: (number) =>
          random() * Math.min(retries.maxDelayMs, retries.initialDelayMs * 2 ** (number - 1)),
        budget,
        onEvent,
      });
      budget.deposit();
      try {
        return await attempts.run(attempt);
      } catch (error) {
        // A test that got no answer must not close the breaker, however short its time was.
        const isDown = attempts.foundDown || (isTest && attempts.foundLate);
        if (isDown && error instanceof Error) foundDown.add(error);
        throw error;
      }
    });
  }

  /** A call that waits for its turn waits no longer than its deadline. */
  function inBulkhead<T>(deadline: Deadline, run: () => Promise<T>): Promise<T> {
    if (places.executionSlots > 0) return places.execute(run);
    return timeout(deadline.remainingMs(), TimeoutStrategy.Aggressive).execute(() => places.execute(run));
  }

  function withProtections<T>(
    attempt: (attempt: Attempt) => Promise<T>,
    { deadline: callers, repeatable = true }: CallOptions<T>,
  ): Promise<T> {
    const deadline = callers.forDependency(policy.budgetMs);
    return inBulkhead(deadline, () => inBreaker(attempt, deadline, repeatable)).catch((error: unknown) => {
      if (error instanceof BrokenCircuitError) {
        onEvent({ type: 'breaker-rejected', dependency });
        const message = `${dependency} is not called at the moment: it was unavailable`;
        throw new ShopError('dependency-unavailable', message, { cause: error });
      }
      if (error instanceof BulkheadRejectedError) {
        onEvent({ type: 'bulkhead-rejected', dependency });
        const message = `too many calls of ${dependency} at a time`;
        throw new ShopError('dependency-unavailable', message, { cause: error });
      }
      if (error instanceof TaskCancelledError) throw noTimeLeft(dependency, error);
      throw error;
    });
  }

  function withoutProtections<T>(
    attempt: (attempt: Attempt) => Promise<T>,
    { repeatable = true }: CallOptions<T>,
  ): Promise<T> {
    const attempts = repeatable ? UNPROTECTED_ATTEMPTS : 1;
    const { attemptMs } = policy;
    return new Attempts(dependency, { attempts, attemptMs, onEvent }).run(attempt);
  }

  return {
    async call(attempt, options) {
      const inEffect = await protections();
      if (inEffect === 'none') return withoutProtections(attempt, options);
      const { fallback } = options;
      if (fallback === undefined || inEffect === 'no-fallback') return withProtections(attempt, options);
      return withProtections(attempt, options).catch((error: unknown) => {
        const failure = ShopError.from(error);
        if (failureKind(failure) === 'final') throw failure;
        onEvent({ type: 'fallback', dependency, code: failure.code });
        return fallback(failure);
      });
    },
  };
}

function noTimeLeft(dependency: string, cause?: Error): ShopError {
  return new ShopError('dependency-timeout', `no time left to call ${dependency}`, { cause });
}
