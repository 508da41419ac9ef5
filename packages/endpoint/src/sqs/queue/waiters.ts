import type { Clock } from '../../core/clock.ts';
import type { AwsError } from '../../core/errors.ts';
import { LinkedList } from '../../core/linked-list.ts';

interface Waiter<Options, Result> {
  readonly options: Options;
  end(result: Result): void;
  fail(error: AwsError): void;
}

/** Long polls, served in the order in which they came. One that was aborted or timed out is served nothing. */
export class Waiters<Options, Result> {
  readonly #clock: Clock;
  readonly #waiting = new LinkedList<Waiter<Options, Result>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when served, or with `nothing` after `milliseconds`, on abort and on `release`. */
  wait(
    options: Options,
    milliseconds: number,
    nothing: Result,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    if (signal?.aborted) return Promise.resolve(nothing);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter);
        timer.cancel();
        signal?.removeEventListener('abort', giveUp);
      };
      const waiter: Waiter<Options, Result> = {
        options,
        end(result) {
          leave();
          resolve(result);
        },
        fail(error) {
          leave();
          reject(error);
        },
      };
      const giveUp = () => waiter.end(nothing);
      const timer = this.#clock.after(milliseconds, giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiter);
    });
  }

  /** Gives each waiter what `take` finds for it, until it finds nothing. */
  serve(take: (options: Options) => Result | undefined): void {
    for (let first = this.#waiting.first; first !== undefined; first = this.#waiting.first) {
      const result = take(first.options);
      if (result === undefined) return;
      first.end(result);
    }
  }

  /** Ends every wait with nothing. */
  release(nothing: Result): void {
    for (const waiter of this.#waiting) waiter.end(nothing);
  }

  fail(error: AwsError): void {
    for (const waiter of this.#waiting) waiter.fail(error);
  }
}
