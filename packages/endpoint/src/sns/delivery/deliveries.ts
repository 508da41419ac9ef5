import type { EndpointContext } from '../../core/context.ts';
import type { Publication } from '../publication.ts';
import { redriveTarget } from '../subscription-attributes.ts';
import type { Subscription, SubscriptionRecord, Subscriptions } from '../subscriptions.ts';
import type { Topic } from '../topics.ts';
import type { Failure } from './failure.ts';
import { deliverToFunction } from './to-function.ts';
import { deliverToQueue, sendToQueue } from './to-queue.ts';

const DELIVER = { sqs: deliverToQueue, lambda: deliverToFunction };

/** Gives publications to a topic's subscribers. What fails is not an error of the publisher. */
export class Deliveries {
  readonly #context: EndpointContext;
  readonly #subscriptions: Subscriptions;
  /** The last delivery of each FIFO topic: the next one begins when it is done, which keeps the order. */
  readonly #last = new Map<Topic, Promise<void>>();

  constructor(context: EndpointContext, subscriptions: Subscriptions) {
    this.#context = context;
    this.#subscriptions = subscriptions;
  }

  deliver(topic: Topic, publications: readonly Publication[]): Promise<void> {
    if (!topic.record.isFifo) return this.#toAll(topic, publications);
    const before = this.#last.get(topic) ?? Promise.resolve();
    const delivery = before.then(() => this.#toAll(topic, publications));
    // If one fails, its publisher gets the error, and the next one still has its turn.
    const turn = delivery.catch(() => {});
    this.#last.set(topic, turn);
    void turn.then(() => {
      if (this.#last.get(topic) === turn) this.#last.delete(topic);
    });
    return delivery;
  }

  async #toAll(topic: Topic, publications: readonly Publication[]): Promise<void> {
    const subscriptions = this.#subscriptions.of(topic.record.arn);
    await Promise.all(subscriptions.map((subscription) => this.#toOne(subscription, publications)));
  }

  async #toOne({ record, filter }: Subscription, publications: readonly Publication[]): Promise<void> {
    const wanted = publications.filter(
      ({ message, attributes }) => filter?.({ body: message, attributes }) ?? true,
    );
    if (wanted.length === 0) return;
    const failures = await DELIVER[record.protocol](this.#context, record, wanted);
    if (failures.length > 0) await this.#failed(record, failures);
  }

  async #failed(record: SubscriptionRecord, failures: readonly Failure[]): Promise<void> {
    const target = redriveTarget(record.attributes);
    this.#report('messages could not be delivered', record, failures);
    if (target === undefined) return;
    const publications = failures.map(({ publication }) => publication);
    const lost = await sendToQueue(this.#context, record, target, publications);
    if (lost.length > 0) this.#report('the dead-letter queue did not take messages', record, lost);
  }

  #report(what: string, record: SubscriptionRecord, failures: readonly Failure[]): void {
    for (const { publication, code, reason } of failures) {
      this.#context.log('warn', what, {
        subscription: record.arn,
        endpoint: record.endpoint,
        messageId: publication.messageId,
        code,
        reason,
      });
    }
  }
}
