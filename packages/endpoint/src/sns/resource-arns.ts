import { type ArnSource, regionalArn } from '../core/resource.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */

export function topicOf(
  _source: ArnSource,
  input: { TopicArn?: string | undefined; TargetArn?: string | undefined; ResourceArn?: string | undefined },
): string | undefined {
  return input.TopicArn ?? input.TargetArn ?? input.ResourceArn;
}

export function namedTopic(source: ArnSource, input: { Name: string }): string {
  return regionalArn(source, 'sns', input.Name);
}

/** The topic that a subscription belongs to: its ARN without the subscription's id. */
export function topicOfSubscription(_source: ArnSource, input: { SubscriptionArn: string }): string {
  return input.SubscriptionArn.split(':').slice(0, 6).join(':');
}
