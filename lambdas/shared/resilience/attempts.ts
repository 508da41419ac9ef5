import { DelegateBackoff, handleWhen, retry, TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { ShopError } from '../errors.ts';
import { isOutage } from '../outage.ts';
import { failureKind } from './dependency-failure.ts';
import type { ResilienceEvent } from './events.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface Attempt {
  /** What this attempt may take, and what the dependency is to know of it. */
  timeoutMs: number;
  /** Aborts when the attempt has taken `timeoutMs`. */
  signal: AbortSignal;
  /** From 1. */
  number: number;
}

export interface AttemptsOptions {
  /** The first included. */
  attempts: number;
  attemptMs: number;
  /** Of the time for all attempts; without it, it does not end. */
  remainingMs?: () => number;
  /** The pause after an attempt, counted from 1; none by default. */
  delayMs?: (number: number) => number;
  /** What retries are paid from; without it, they are free. */
  budget?: RetryBudget;
  onEvent: (event: ResilienceEvent) => void;
}

/** Less time than this share of an attempt's would only add load. */
const MIN_RETRY_SHARE = 0.1;

/** The attempts of one call, one after the other. */
export class Attempts {
  readonly #dependency: string;
  readonly #options: AttemptsOptions;
  #number = 0;
  #nextDelayMs = 0;
  #last: ShopError | undefined;
  /** What any of the attempts found, not only the last. */
  foundDown = false;
  foundLate = false;

  constructor(dependency: string, options: AttemptsOptions) {
    this.#dependency = dependency;
    this.#options = options;
  }

  /** @throws ShopError */
  run<T>(attempt: (attempt: Attempt) => Promise<T>): Promise<T> {
    return retry(
      handleWhen(() => this.#mayRetry()),
      {
        maxAttempts: this.#options.attempts - 1,
        backoff: new DelegateBackoff(() => this.#nextDelayMs),
      },
    ).execute(() => this.#once(attempt));
  }

  async #once<T>(attempt: (attempt: Attempt) => Promise<T>): Promise<T> {
    const { attemptMs, remainingMs = () => Number.POSITIVE_INFINITY, onEvent } = this.#options;
    const dependency = this.#dependency;
    const timeoutMs = Math.min(attemptMs, remainingMs());
    // The dependency gets whole milliseconds.
    if (timeoutMs < 1) {
      throw this.#last ?? new ShopError('dependency-timeout', `no time left to call ${dependency}`);
    }
    this.#number += 1;
    const number = this.#number;
    try {
      return await timeout(timeoutMs, TimeoutStrategy.Aggressive).execute(({ signal }) =>
        attempt({ timeoutMs, signal, number }),
      );
    } catch (error) {
      const failure = this.#toShopError(error);
      const kind = failureKind(failure);
      if (kind === 'late') {
        this.foundLate = true;
        onEvent({ type: 'timeout', dependency, number, timeoutMs });
      }
      // A caller that had little time left says nothing of the dependency.
      this.foundDown ||= kind === 'down' || (kind === 'late' && timeoutMs >= attemptMs);
      this.#last = failure;
      throw failure;
    }
  }

  /** After a failed attempt: whether it may help, whether there is time, and whether calls have paid for it. */
  #mayRetry(): boolean {
    const {
      attempts,
      attemptMs,
      remainingMs = () => Number.POSITIVE_INFINITY,
      delayMs = () => 0,
      budget,
      onEvent,
    } = this.#options;
    const dependency = this.#dependency;
    const last = this.#last;
    const number = this.#number;
    if (last === undefined || failureKind(last) === 'final' || number >= attempts) return false;
    this.#nextDelayMs = delayMs(number);
    if (remainingMs() - this.#nextDelayMs < Math.max(1, attemptMs * MIN_RETRY_SHARE)) return false;
    const { code } = last;
    if (budget !== undefined && !budget.withdraw()) {
      onEvent({ type: 'retry-budget-exhausted', dependency, number, code });
      return false;
    }
    onEvent({ type: 'retry', dependency, number: number + 1, delayMs: this.#nextDelayMs, code });
    return true;
  }

  #toShopError(error: unknown): ShopError {
    if (error instanceof ShopError) return error;
    const dependency = this.#dependency;
    if (error instanceof TaskCancelledError) {
      return new ShopError('dependency-timeout', `${dependency} did not answer in time`, { cause: error });
    }
    if (isOutage(error)) {
      return new ShopError('dependency-unavailable', `${dependency} could not be reached`, { cause: error });
    }
    return ShopError.from(error);
  }
}
