import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { sqsError } from './errors.ts';
import type { AcceptedSend, Message } from './queue/message.ts';
import { Queue, type QueueRecord } from './queue/queue.ts';

/** All queues of the account, by name. */
export class Queues {
  readonly #context: EndpointContext;
  readonly #records: Collection<QueueRecord>;
  readonly #messages: Collection<Message>;
  readonly #accepted: Collection<AcceptedSend>;
  readonly #queues = new Map<string, Queue>();

  constructor(context: EndpointContext) {
    this.#context = context;
    this.#records = context.state.collection('sqs/queues');
    this.#messages = context.state.collection('sqs/messages');
    this.#accepted = context.state.collection('sqs/accepted-sends');
    const messages = Map.groupBy(this.#messages.values(), (message) => message.queue);
    const accepted = Map.groupBy(this.#accepted.values(), (send) => send.owner);
    for (const record of this.#records.values()) {
      this.#open(record, {
        messages: messages.get(record.name) ?? [],
        accepted: accepted.get(record.name) ?? [],
      });
    }
  }

  get(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  byArn(arn: string): Queue | undefined {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    const queue = this.#queues.get(name);
    return queue?.arn === arn ? queue : undefined;
  }

  /**
   * The queue of a URL, whatever host it names (the endpoint has many names), or of a bare queue name.
   * @throws AwsError MissingParameter, InvalidAddress, QueueDoesNotExist.
   */
  byUrl(url: string): Queue {
    if (url === '') throw sqsError.missingParameter('QueueUrl');
    const [name = '', account] = url.split('/').reverse();
    if (name === '' || !(account === undefined || /^\d{12}$/.test(account))) throw sqsError.invalidAddress();
    const queue = this.#queues.get(name);
    const isOurs = account === undefined || account === this.#context.accountId;
    if (queue === undefined || !isOurs) throw sqsError.queueDoesNotExist();
    return queue;
  }

  /** The queues whose dead letters come to this one. */
  sourcesOf(target: Queue): Queue[] {
    return this.all().filter((queue) => queue.settings.redrive?.deadLetterTargetArn === target.arn);
  }

  urlOf(queue: Queue): string {
    return `${this.#context.url()}/${this.#context.accountId}/${queue.record.name}`;
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.#context.region}:${this.#context.accountId}:${name}`;
  }

  create(name: string, attributes: Record<string, string>, tags: Record<string, string>): Queue {
    const now = this.#context.clock.now();
    const record: QueueRecord = { name, attributes, tags, createdAt: now, modifiedAt: now };
    this.#records.set(name, record);
    return this.#open(record);
  }

  /** Keeps a record that was changed, and makes its queue act on it. */
  changed(queue: Queue): void {
    queue.record.modifiedAt = this.#context.clock.now();
    this.keep(queue);
    queue.reconfigure();
  }

  keep(queue: Queue): void {
    this.#records.set(queue.record.name, queue.record);
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.record.name);
    this.#records.delete(queue.record.name);
    queue.destroy();
  }

  close(): void {
    for (const queue of this.#queues.values()) queue.close();
  }

  #open(record: QueueRecord, restored?: { messages: Message[]; accepted: AcceptedSend[] }): Queue {
    const around = {
      arn: this.arnOf(record.name),
      clock: this.#context.clock,
      newId: this.#context.newId,
      messages: this.#messages,
      accepted: this.#accepted,
      queueByArn: (arn: string) => this.byArn(arn),
    };
    const queue = new Queue(record, around, restored);
    this.#queues.set(record.name, queue);
    return queue;
  }
}
