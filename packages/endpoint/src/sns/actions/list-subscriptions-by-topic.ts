import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { pageOfSubscriptions } from '../listing.ts';
import { topicOf } from '../resource-arns.ts';

export const listSubscriptionsByTopic = operation('sns', 'ListSubscriptionsByTopic', {
  resource: topicOf,
  input: z.object({ TopicArn: z.string().default(''), NextToken: z.string().optional() }),
  run({ context, topics, subscriptions }: SnsEngine, { TopicArn, NextToken }) {
    topics.get(TopicArn);
    return pageOfSubscriptions(context, subscriptions.of(TopicArn), NextToken);
  },
});
