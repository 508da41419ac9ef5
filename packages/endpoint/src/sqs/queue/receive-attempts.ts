import { DEDUPLICATION_WINDOW_MS } from './message.ts';

interface Attempt<T> {
  readonly received: T;
  readonly at: number;
}

/** What recent receives of a FIFO queue gave out, by ReceiveRequestAttemptId. */
export class ReceiveAttempts<T> {
  readonly #attempts = new Map<string, Attempt<T>>();

  find(id: string, now: number): T | undefined {
    this.#forget(now);
    return this.#attempts.get(id)?.received;
  }

  remember(id: string, received: T, now: number): void {
    this.#forget(now);
    this.#attempts.set(id, { received, at: now });
  }

  #forget(now: number): void {
    for (const [id, attempt] of this.#attempts) {
      if (attempt.at + DEDUPLICATION_WINDOW_MS <= now) this.#attempts.delete(id);
    }
  }
}
