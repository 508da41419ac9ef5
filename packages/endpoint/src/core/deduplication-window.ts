import { LinkedList } from './linked-list.ts';
import type { Collection } from './state.ts';

/** Something that is remembered for a while. `owner` is what it is forgotten with, such as a queue. */
export interface Remembered {
  readonly owner: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * What one owner received within a window of time, also over a restart; such as the sends that a FIFO queue must not
 * accept twice. The window is the same for all, so that the order of telling is the order of forgetting.
 */
export class DeduplicationWindow<T extends Remembered> {
  readonly #kept: Collection<T>;
  readonly #byKey = new Map<string, T>();
  readonly #oldestFirst = new LinkedList<T>();

  constructor(kept: Collection<T>, restored: Iterable<T>) {
    this.#kept = kept;
    for (const item of [...restored].sort((a, b) => a.until - b.until)) this.hold(item);
  }

  find(key: string, now: number): T | undefined {
    this.#forget((item) => item.until <= now);
    return this.#byKey.get(key);
  }

  remember(item: T): void {
    this.hold(item);
    this.keep(item);
  }

  /** Remembers until the endpoint stops. For what must not be known after a crash before it is done. */
  hold(item: T): void {
    this.#byKey.set(item.key, item);
    this.#oldestFirst.push(item);
  }

  /** What is held is done, and outlives a restart. */
  keep(item: T): void {
    this.#kept.set(recordKey(item), item);
  }

  clear(): void {
    this.#forget(() => true);
  }

  #forget(isOver: (item: T) => boolean): void {
    for (const item of this.#oldestFirst) {
      if (!isOver(item)) return;
      this.#oldestFirst.delete(item);
      this.#byKey.delete(item.key);
      this.#kept.delete(recordKey(item));
    }
  }
}

function recordKey(item: Remembered): string {
  return `${item.owner}/${item.key}`;
}
