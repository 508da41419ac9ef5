import type { Collection } from '../../core/state.ts';
import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';
import { TimerHeap } from './timer-heap.ts';

/**
 * The messages of one queue in every index that finds them: by place, by when they wake, by age, and in the order in
 * which they may be received. Code that changes a message's content calls `keep` afterwards.
 */
export class MessageStore {
  readonly #backlog: Backlog;
  readonly #kept: Collection<Message>;
  readonly #byOrder = new Map<number, Message>();
  readonly #counts = { delayed: 0, ready: 0, inFlight: 0 };
  /** Delayed and in-flight messages, by when they are ready. */
  readonly #wakes = new TimerHeap<Message>();
  /** All messages, by when they were sent. */
  readonly #ages = new TimerHeap<Message>();

  constructor(backlog: Backlog, kept: Collection<Message>) {
    this.#backlog = backlog;
    this.#kept = kept;
  }

  get counts(): Readonly<Record<Message['state'], number>> {
    return this.#counts;
  }

  get(order: number): Message | undefined {
    return this.#byOrder.get(order);
  }

  /** All messages, in no order that matters. */
  all(): Message[] {
    return [...this.#byOrder.values()];
  }

  receivable(): Iterable<Message> {
    return this.#backlog.receivable();
  }

  add(message: Message): void {
    this.restore(message);
    this.keep(message);
  }

  /** Takes in a message that is kept already. */
  restore(message: Message): void {
    this.#byOrder.set(message.order, message);
    this.#counts[message.state] += 1;
    this.#ages.set(message, message.sentAt);
    if (message.wakesAt !== undefined) this.#wakes.set(message, message.wakesAt);
    this.#backlog.add(message);
  }

  remove(message: Message): void {
    this.#byOrder.delete(message.order);
    this.#counts[message.state] -= 1;
    this.#ages.delete(message);
    this.#wakes.delete(message);
    this.#backlog.remove(message);
    this.#kept.delete(recordKey(message));
  }

  keep(message: Message): void {
    this.#kept.set(recordKey(message), message);
  }

  /** No consumer receives the message until then; its state stays. */
  sleepUntil(message: Message, time: number): void {
    message.wakesAt = time;
    this.#wakes.set(message, time);
  }

  /** The message is given out. */
  hold(message: Message, until: number): void {
    this.#enterState(message, 'inFlight');
    this.sleepUntil(message, until);
    this.#backlog.hold(message);
  }

  /** The message may be received. */
  wake(message: Message): void {
    this.#enterState(message, 'ready');
    delete message.wakesAt;
    this.#wakes.delete(message);
    this.#backlog.release(message);
  }

  /** Wakes what is due and drops what was sent at `oldest` or before. */
  catchUp(now: number, oldest: number): void {
    for (let old = this.#ages.takeDue(oldest); old; old = this.#ages.takeDue(oldest)) this.remove(old);
    for (let due = this.#wakes.takeDue(now); due; due = this.#wakes.takeDue(now)) this.wake(due);
  }

  /** When `catchUp` next has something to do; Infinity if never. */
  nextChange(retentionMs: number): number {
    return Math.min(this.#wakes.next ?? Infinity, (this.#ages.next ?? Infinity) + retentionMs);
  }

  #enterState(message: Message, state: Message['state']): void {
    this.#counts[message.state] -= 1;
    message.state = state;
    this.#counts[state] += 1;
  }
}

function recordKey(message: Message): string {
  return `${message.queue}/${message.order}`;
}
