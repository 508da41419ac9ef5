import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { defaultPolicy } from '../default-policy.ts';
import { effectiveDeliveryPolicy } from '../delivery-policy.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOf } from '../resource-arns.ts';

export const getTopicAttributes = operation('sns', 'GetTopicAttributes', {
  resource: topicOf,
  input: z.object({ TopicArn: z.string().default('') }),
  run({ context, topics, subscriptions }: SnsEngine, { TopicArn }) {
    const { record } = topics.get(TopicArn);
    return {
      Attributes: {
        TopicArn,
        Owner: context.accountId,
        DisplayName: '',
        EffectiveDeliveryPolicy: effectiveDeliveryPolicy(record.attributes['DeliveryPolicy']),
        Policy: defaultPolicy(TopicArn, context.accountId),
        ...(record.isFifo && {
          FifoTopic: 'true',
          ContentBasedDeduplication: 'false',
          FifoThroughputScope: 'Topic',
        }),
        ...record.attributes,
        SubscriptionsConfirmed: String(subscriptions.of(TopicArn).length),
        SubscriptionsPending: '0',
        SubscriptionsDeleted: '0',
      },
    };
  },
});
