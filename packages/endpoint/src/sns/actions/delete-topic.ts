import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOf } from '../resource-arns.ts';

/** Takes the topic's subscriptions along. Deleting what is not there is fine. */
export const deleteTopic = operation('sns', 'DeleteTopic', {
  resource: topicOf,
  input: z.object({ TopicArn: z.string().default('') }),
  run({ topics, subscriptions }: SnsEngine, { TopicArn }) {
    const topic = topics.find(TopicArn);
    if (topic === undefined) return {};
    for (const subscription of subscriptions.of(TopicArn)) subscriptions.delete(subscription);
    topics.delete(topic);
    return {};
  },
});
