import type { Message } from './message.ts';

/** The order in which a queue gives out its messages; standard and FIFO queues differ in nothing else that matters. */
export interface Backlog {
  /** A message entered the queue, ready or still delayed. Messages enter in the order of their `order`. */
  add(message: Message): void;
  /** A message that was delayed or in flight is ready. */
  release(message: Message): void;
  /** A message that was ready is in flight. */
  hold(message: Message): void;
  /** A message left the queue, in whatever state. */
  remove(message: Message): void;
  /** What may be received now, in order. The message in hand may be held or removed while iterating. */
  receivable(): Iterable<Message>;
}
