import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { topicOf } from '../resource-arns.ts';

export const listTagsForResource = operation('sns', 'ListTagsForResource', {
  resource: topicOf,
  input: z.object({ ResourceArn: z.string().default('') }),
  run({ topics }: SnsEngine, { ResourceArn }) {
    const topic = topics.find(ResourceArn);
    if (topic === undefined) throw snsError.resourceNotFound('Resource does not exist');
    return { Tags: Object.entries(topic.record.tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
