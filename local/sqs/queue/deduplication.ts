import type { Collection } from '../../core/state.ts';
import { LinkedList } from './linked-list.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
export const DEDUPLICATION_WINDOW_MS = 5 * 60 * 1000;

/** A send that was accepted: what a repetition of it is answered with, even after the message was deleted. */
export interface AcceptedSend {
  readonly queue: string;
  readonly key: string;
  readonly messageId: string;
  readonly order: number;
  readonly until: number;
}

/** What a FIFO queue was sent within the last five minutes. */
export class Deduplication {
  readonly #kept: Collection<AcceptedSend>;
  readonly #byKey = new Map<string, AcceptedSend>();
  /** The window is the same for all, so the order of sending is the order of forgetting. */
  readonly #oldestFirst = new LinkedList<AcceptedSend>();

  constructor(kept: Collection<AcceptedSend>, restored: Iterable<AcceptedSend>) {
    this.#kept = kept;
    for (const send of [...restored].sort((a, b) => a.until - b.until)) this.#hold(send);
  }

  find(key: string, now: number): AcceptedSend | undefined {
    this.#forget((send) => send.until <= now);
    return this.#byKey.get(key);
  }

  remember(send: AcceptedSend): void {
    this.#hold(send);
    this.#kept.set(recordKey(send), send);
  }

  clear(): void {
    this.#forget(() => true);
  }

  /** The greatest place in the queue that is remembered. */
  get lastOrder(): number {
    return Math.max(0, ...this.#byKey.values().map((send) => send.order));
  }

  #hold(send: AcceptedSend): void {
    this.#byKey.set(send.key, send);
    this.#oldestFirst.push(send);
  }

  #forget(isOver: (send: AcceptedSend) => boolean): void {
    for (const send of this.#oldestFirst) {
      if (!isOver(send)) return;
      this.#oldestFirst.delete(send);
      this.#byKey.delete(send.key);
      this.#kept.delete(recordKey(send));
    }
  }
}

function recordKey(send: AcceptedSend): string {
  return `${send.queue}/${send.key}`;
}
