import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { topicOf } from '../resource-arns.ts';
import { changeTopicAttributes } from '../topic-attributes.ts';

export const setTopicAttributes = operation('sns', 'SetTopicAttributes', {
  resource: topicOf,
  input: z.object({
    TopicArn: z.string().default(''),
    AttributeName: z.string().default(''),
    AttributeValue: z.string().default(''),
  }),
  run({ topics }: SnsEngine, { TopicArn, AttributeName, AttributeValue }) {
    const topic = topics.get(TopicArn);
    const { attributes, isFifo } = topic.record;
    topic.record.attributes = changeTopicAttributes(attributes, { [AttributeName]: AttributeValue }, isFifo);
    topics.keep(topic);
    return {};
  },
});
