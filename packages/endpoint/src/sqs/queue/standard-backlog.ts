import { LinkedList } from '../../core/linked-list.ts';
import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';

/** Best-effort order: by when messages became ready, so that one that fails again and again starves no other. */
export class StandardBacklog implements Backlog {
  readonly #ready = new LinkedList<Message>();

  add(message: Message): void {
    if (message.state === 'ready') this.#ready.push(message);
  }

  release(message: Message): void {
    this.#ready.push(message);
  }

  hold(message: Message): void {
    this.#ready.delete(message);
  }

  remove(message: Message): void {
    this.#ready.delete(message);
  }

  receivable(): Iterable<Message> {
    return this.#ready;
  }
}
