import type { EndpointContext } from '../core/context.ts';
import { page } from '../core/paging.ts';
import { snsError } from './errors.ts';
import type { Subscription } from './subscriptions.ts';

const PAGE = 100;

/** A page of subscriptions as the listing operations show them. */
export function pageOfSubscriptions(
  context: EndpointContext,
  subscriptions: Iterable<Subscription>,
  token: string | undefined,
) {
  const { items, next } = page(subscriptions, {
    keyOf: ({ record }) => record.arn,
    limit: PAGE,
    token,
    invalid: () => snsError.invalidParameter('NextToken'),
  });
  return {
    Subscriptions: items.map(({ record }) => ({
      SubscriptionArn: record.arn,
      Owner: context.accountId,
      Protocol: record.protocol,
      Endpoint: record.endpoint,
      TopicArn: record.topicArn,
    })),
    NextToken: next,
  };
}
