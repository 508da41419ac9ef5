import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOfSubscription } from '../resource-arns.ts';

export const getSubscriptionAttributes = operation('sns', 'GetSubscriptionAttributes', {
  resource: topicOfSubscription,
  input: z.object({ SubscriptionArn: z.string().default('') }),
  run({ context, subscriptions }: SnsEngine, { SubscriptionArn }) {
    const { record } = subscriptions.get(SubscriptionArn);
    const { FilterPolicyScope: scope = 'MessageAttributes', ...attributes } = record.attributes;
    return {
      Attributes: {
        SubscriptionArn,
        TopicArn: record.topicArn,
        Protocol: record.protocol,
        Endpoint: record.endpoint,
        Owner: context.accountId,
        SubscriptionPrincipal: `arn:aws:iam::${context.accountId}:root`,
        ConfirmationWasAuthenticated: 'true',
        PendingConfirmation: 'false',
        RawMessageDelivery: 'false',
        ...attributes,
        // AWS shows the scope only beside a policy.
        ...(attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: scope }),
      },
    };
  },
});
