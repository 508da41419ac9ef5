import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOfSubscription } from '../resource-arns.ts';
import { checkSubscriptionArn } from '../subscriptions.ts';

/** Ending a subscription that is over is fine. */
export const unsubscribe = operation('sns', 'Unsubscribe', {
  resource: topicOfSubscription,
  input: z.object({ SubscriptionArn: z.string().default('') }),
  run({ subscriptions }: SnsEngine, { SubscriptionArn }) {
    checkSubscriptionArn(SubscriptionArn);
    const subscription = subscriptions.find(SubscriptionArn);
    if (subscription !== undefined) subscriptions.delete(subscription);
    return {};
  },
});
