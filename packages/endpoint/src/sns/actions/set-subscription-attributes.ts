import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOfSubscription } from '../resource-arns.ts';
import { changeSubscriptionAttributes } from '../subscription-attributes.ts';

export const setSubscriptionAttributes = operation('sns', 'SetSubscriptionAttributes', {
  resource: topicOfSubscription,
  input: z.object({
    SubscriptionArn: z.string().default(''),
    AttributeName: z.string().default(''),
    AttributeValue: z.string().default(''),
  }),
  run({ topics, subscriptions }: SnsEngine, { SubscriptionArn, AttributeName, AttributeValue }) {
    const subscription = subscriptions.get(SubscriptionArn);
    const { attributes, endpoint, protocol, topicArn } = subscription.record;
    const topicIsFifo = topics.get(topicArn).record.isFifo;
    const changes = { [AttributeName]: AttributeValue };
    subscriptions.change(
      subscription,
      changeSubscriptionAttributes(attributes, changes, { protocol, endpoint, topicIsFifo }),
    );
    return {};
  },
});
