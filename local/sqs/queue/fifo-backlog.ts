import { LinkedList } from '../../core/linked-list.ts';
import type { Backlog } from './backlog.ts';
import type { Message } from './message.ts';

interface Group {
  readonly id: string;
  /** All of the group's messages in the order in which they were sent, whatever their state. */
  readonly messages: LinkedList<Message>;
  /** In flight: as long as there is one, nothing of the group is given out. */
  readonly held: Set<Message>;
}

/**
 * Order within each message group. A receive takes as many messages of one group as it can before it turns to the
 * next; then the group is locked until every one of them is deleted or visible again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class FifoBacklog implements Backlog {
  readonly #groups = new Map<string, Group>();
  /** Groups that have something to give, the one that has waited longest first. */
  readonly #open = new LinkedList<Group>();

  add(message: Message): void {
    const group = this.#groupOf(message);
    group.messages.push(message);
    if (message.state === 'inFlight') group.held.add(message);
    this.#review(group);
  }

  release(message: Message): void {
    const group = this.#groupOf(message);
    group.held.delete(message);
    this.#review(group);
  }

  hold(message: Message): void {
    const group = this.#groupOf(message);
    group.held.add(message);
    this.#review(group);
  }

  remove(message: Message): void {
    const group = this.#groupOf(message);
    group.messages.delete(message);
    group.held.delete(message);
    this.#review(group);
    if (group.messages.size === 0) this.#groups.delete(group.id);
  }

  *receivable(): Generator<Message> {
    for (const group of this.#open) {
      for (const message of group.messages) {
        // A delayed message holds back what was sent after it. Those just taken by this receive do not.
        if (message.state === 'delayed') break;
        yield message;
      }
    }
  }

  #groupOf(message: Message): Group {
    const id = message.groupId ?? '';
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { id, messages: new LinkedList(), held: new Set() };
      this.#groups.set(id, group);
    }
    return group;
  }

  /** Opens or locks a group after a change. */
  #review(group: Group): void {
    const isOpen = group.held.size === 0 && group.messages.first?.state === 'ready';
    if (!isOpen) this.#open.delete(group);
    else if (!this.#open.has(group)) this.#open.push(group);
  }
}
