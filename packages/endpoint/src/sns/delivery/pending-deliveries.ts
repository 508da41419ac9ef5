import type { Timer } from '../../core/clock.ts';
import type { EndpointContext } from '../../core/context.ts';
import { Sequence } from '../../core/sequence.ts';
import type { Collection } from '../../core/state.ts';
import type { Publication } from '../publication.ts';
import type { Topic, Topics } from '../topics.ts';
import type { Deliveries } from './deliveries.ts';

/** Publications that were accepted together and are still to be delivered. */
interface PendingDelivery {
  readonly topicArn: string;
  readonly publications: readonly Publication[];
  /** Place among all that were accepted; increasing, also over a restart. */
  readonly order: number;
}

/** Between the answer to Publish and the delivery. Messages of a FIFO topic all take the same time. */
const FIFO_DELAY_MS = 50;
const MIN_DELAY_MS = 10;
const MAX_DELAY_MS = 100;

/**
 * Delivers after Publish was answered, as AWS does: a standard topic in no certain order, a FIFO topic in its own. What
 * was accepted is kept until it is delivered; after a crash it may be delivered twice.
 */
export class PendingDeliveries {
  readonly #context: EndpointContext;
  readonly #topics: Topics;
  readonly #deliveries: Deliveries;
  readonly #records: Collection<PendingDelivery>;
  readonly #orders: Sequence;
  readonly #timers = new Set<Timer>();

  constructor(context: EndpointContext, topics: Topics, deliveries: Deliveries) {
    this.#context = context;
    this.#topics = topics;
    this.#deliveries = deliveries;
    this.#records = context.state.collection('sns/pending-deliveries');
    const last = [...this.#records.values()].reduce((most, { order }) => Math.max(most, order), 0);
    this.#orders = new Sequence(context.clock, last);
  }

  /** Accepts publications of a topic, for a delivery that no caller waits for. */
  add(topic: Topic, publications: readonly Publication[]): void {
    const delivery = { topicArn: topic.record.arn, publications, order: this.#orders.next() };
    this.#records.set(String(delivery.order), delivery);
    this.#schedule(delivery);
  }

  /** Takes up what was still to be delivered when the endpoint last stopped. */
  resume(): void {
    const left = [...this.#records.values()].sort((a, b) => a.order - b.order);
    for (const delivery of left) this.#schedule(delivery);
  }

  /** What is still to be delivered stays kept. */
  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #schedule(delivery: PendingDelivery): void {
    const isFifo = this.#topics.find(delivery.topicArn)?.record.isFifo ?? false;
    const spread = this.#context.random() * (MAX_DELAY_MS - MIN_DELAY_MS);
    const timer = this.#context.clock.after(isFifo ? FIFO_DELAY_MS : MIN_DELAY_MS + spread, () => {
      this.#timers.delete(timer);
      void this.#deliver(delivery);
    });
    this.#timers.add(timer);
  }

  async #deliver({ topicArn, publications, order }: PendingDelivery): Promise<void> {
    const topic = this.#topics.find(topicArn);
    try {
      if (topic !== undefined) await this.#deliveries.deliver(topic, publications);
    } catch (cause) {
      this.#context.log('error', 'delivery failed', { service: 'sns', topic: topicArn, cause });
    }
    this.#records.delete(String(order));
  }
}
