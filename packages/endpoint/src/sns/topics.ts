import type { EndpointContext } from '../core/context.ts';
import { DeduplicationWindow, type Remembered } from '../core/deduplication-window.ts';
import { Sequence } from '../core/sequence.ts';
import type { Collection } from '../core/state.ts';
import { checkArn } from './arns.ts';
import { snsError } from './errors.ts';

export interface TopicRecord {
  readonly arn: string;
  readonly name: string;
  readonly isFifo: boolean;
  attributes: Record<string, string>;
  tags: Record<string, string>;
}

/** A publish to a FIFO topic: what a repetition of it within five minutes is answered with. */
export interface AcceptedPublish extends Remembered {
  readonly messageId: string;
  readonly sequence: number;
}

/** A topic and what a FIFO topic remembers of the last minutes. */
export interface Topic {
  readonly record: TopicRecord;
  readonly accepted: DeduplicationWindow<AcceptedPublish>;
  readonly sequence: Sequence;
}

/** All topics of the account, by ARN. */
export class Topics {
  readonly #context: EndpointContext;
  readonly #records: Collection<TopicRecord>;
  readonly #accepted: Collection<AcceptedPublish>;
  readonly #topics = new Map<string, Topic>();

  constructor(context: EndpointContext) {
    this.#context = context;
    this.#records = context.state.collection('sns/topics');
    this.#accepted = context.state.collection('sns/accepted-publishes');
    const accepted = Map.groupBy(this.#accepted.values(), (publish) => publish.owner);
    for (const record of this.#records.values()) this.#open(record, accepted.get(record.arn) ?? []);
  }

  arnOf(name: string): string {
    return `arn:aws:sns:${this.#context.region}:${this.#context.accountId}:${name}`;
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  /** @throws AwsError NotFound; InvalidParameter where the text is not the ARN of a topic of this region. */
  get(arn: string): Topic {
    checkArn('TopicArn', arn);
    const [, , service, region, , ...resource] = arn.split(':');
    if (service !== 'sns' || region !== this.#context.region || resource.length !== 1) {
      throw snsError.invalidParameter('TopicArn');
    }
    const topic = this.#topics.get(arn);
    if (topic === undefined) throw snsError.topicNotFound();
    return topic;
  }

  all(): Topic[] {
    return [...this.#topics.values()];
  }

  create(record: TopicRecord): Topic {
    this.#records.set(record.arn, record);
    return this.#open(record, []);
  }

  /** Keeps a record that was changed. */
  keep({ record }: Topic): void {
    this.#records.set(record.arn, record);
  }

  delete(topic: Topic): void {
    topic.accepted.clear();
    this.#topics.delete(topic.record.arn);
    this.#records.delete(topic.record.arn);
  }

  #open(record: TopicRecord, accepted: AcceptedPublish[]): Topic {
    const last = accepted.reduce((most, { sequence }) => Math.max(most, sequence), 0);
    const topic = {
      record,
      accepted: new DeduplicationWindow(this.#accepted, accepted),
      sequence: new Sequence(this.#context.clock, last),
    };
    this.#topics.set(record.arn, topic);
    return topic;
  }
}
