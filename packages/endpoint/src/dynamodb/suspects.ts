import { createHash } from 'node:crypto';
import type { Clock } from '../core/clock.ts';

/** A request that was under way this often when the engine died is not passed on again. */
const MAX_DEATHS = 2;
const MEMORY_MS = 10 * 60_000;
const MAX_SUSPECTS = 1000;

export type Suspicion = 'none' | 'suspect' | 'guilty';

/**
 * The requests that were under way when the engine died. SDKs send such a request again: without a memory, one request
 * that the engine cannot take would end it over and over.
 */
export class Suspects {
  readonly #clock: Clock;
  readonly #deaths = new Map<string, { count: number; last: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(target: string, body: Uint8Array | string): Suspicion {
    if (this.#deaths.size === 0) return 'none';
    const found = this.#deaths.get(identity(target, body));
    if (found === undefined || found.last + MEMORY_MS < this.#clock.now()) return 'none';
    return found.count >= MAX_DEATHS ? 'guilty' : 'suspect';
  }

  /** It was under way when the engine died. */
  blame(target: string, body: Uint8Array | string): void {
    const key = identity(target, body);
    const { count } = this.#deaths.get(key) ?? { count: 0 };
    this.#deaths.delete(key);
    this.#deaths.set(key, { count: count + 1, last: this.#clock.now() });
    const [oldest] = this.#deaths.keys();
    if (this.#deaths.size > MAX_SUSPECTS && oldest !== undefined) this.#deaths.delete(oldest);
  }

  /** The engine has answered it. */
  clear(target: string, body: Uint8Array | string): void {
    if (this.#deaths.size > 0) this.#deaths.delete(identity(target, body));
  }
}

function identity(target: string, body: Uint8Array | string): string {
  return createHash('sha256').update(target).update('\0').update(body).digest('base64');
}
