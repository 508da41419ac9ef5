import { LinkedList } from '../../core/linked-list.ts';
import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';

interface Group {
  readonly id: string;
  /** All of the group's messages in the order in which they were sent, whatever their state. */
  readonly messages: LinkedList<Message>;
}

/**
 * Order within each message group. A receive takes as many messages of one group as it can before it turns to the
 * next. A message that is delayed or in flight holds back everything that was sent to its group after it, and nothing
 * that was sent before: a message that becomes visible again is given out although later ones are still in flight.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class FifoBacklog implements Backlog {
  readonly #groups = new Map<string, Group>();
  /** Groups whose first message is ready, the one that has waited longest first. */
  readonly #open = new LinkedList<Group>();

  add(message: Message): void {
    const group = this.#groupOf(message);
    group.messages.push(message);
    this.#review(group);
  }

  release(message: Message): void {
    this.#review(this.#groupOf(message));
  }

  hold(message: Message): void {
    this.#review(this.#groupOf(message));
  }

  remove(message: Message): void {
    const group = this.#groupOf(message);
    group.messages.delete(message);
    this.#review(group);
    if (group.messages.size === 0) this.#groups.delete(group.id);
  }

  *receivable(): Generator<Message> {
    for (const group of this.#open) {
      for (const message of group.messages) {
        if (message.state !== 'ready') break;
        yield message;
      }
    }
  }

  #groupOf(message: Message): Group {
    const id = message.groupId ?? '';
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { id, messages: new LinkedList() };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** Opens or closes a group after a change. */
  #review(group: Group): void {
    const isOpen = group.messages.first?.state === 'ready';
    if (!isOpen) this.#open.delete(group);
    else if (!this.#open.has(group)) this.#open.push(group);
  }
}
