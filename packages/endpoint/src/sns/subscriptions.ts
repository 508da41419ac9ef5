import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { checkArn } from './arns.ts';
import { snsError } from './errors.ts';
import { compileFilterPolicy, type FilterPolicy } from './filter/filter-policy.ts';

export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'lambda';
  /** ARN of the queue or function. */
  readonly endpoint: string;
  attributes: Record<string, string>;
}

export interface Subscription {
  readonly record: SubscriptionRecord;
  /** Undefined: takes every message. */
  filter: FilterPolicy | undefined;
}

/** All subscriptions of the account, in the order in which they were made. */
export class Subscriptions {
  readonly #records: Collection<SubscriptionRecord>;
  readonly #byArn = new Map<string, Subscription>();
  readonly #byTopic = new Map<string, Set<Subscription>>();

  constructor(context: EndpointContext) {
    this.#records = context.state.collection('sns/subscriptions');
    for (const record of this.#records.values()) this.#open(record);
  }

  find(arn: string): Subscription | undefined {
    return this.#byArn.get(arn);
  }

  /** @throws AwsError NotFound, InvalidParameter. */
  get(arn: string): Subscription {
    checkSubscriptionArn(arn);
    const subscription = this.#byArn.get(arn);
    if (subscription === undefined) throw snsError.subscriptionNotFound();
    return subscription;
  }

  all(): Subscription[] {
    return [...this.#byArn.values()];
  }

  of(topicArn: string): Subscription[] {
    return [...(this.#byTopic.get(topicArn) ?? [])];
  }

  create(record: SubscriptionRecord): void {
    this.#records.set(record.arn, record);
    this.#open(record);
  }

  /** @param attributes checked ones; see subscription-attributes.ts. */
  change(subscription: Subscription, attributes: Record<string, string>): void {
    subscription.record.attributes = attributes;
    subscription.filter = filterOf(attributes);
    this.#records.set(subscription.record.arn, subscription.record);
  }

  delete(subscription: Subscription): void {
    const { arn, topicArn } = subscription.record;
    this.#records.delete(arn);
    this.#byArn.delete(arn);
    this.#byTopic.get(topicArn)?.delete(subscription);
  }

  #open(record: SubscriptionRecord): void {
    const subscription = { record, filter: filterOf(record.attributes) };
    this.#byArn.set(record.arn, subscription);
    const siblings = this.#byTopic.get(record.topicArn);
    if (siblings === undefined) this.#byTopic.set(record.topicArn, new Set([subscription]));
    else siblings.add(subscription);
  }
}

/** @throws AwsError InvalidParameter. */
export function checkSubscriptionArn(arn: string): void {
  checkArn('SubscriptionArn', arn);
  if (arn.split(':').length < 7) throw snsError.invalidParameter('SubscriptionId');
}

function filterOf(attributes: Record<string, string>): FilterPolicy | undefined {
  const { FilterPolicy: policy, FilterPolicyScope: scope } = attributes;
  return policy === undefined ? undefined : compileFilterPolicy(policy, scope);
}
