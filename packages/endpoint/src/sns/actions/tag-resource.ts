import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { topicOf } from '../resource-arns.ts';
import { addTags, tagsSchema } from '../tags.ts';

export const tagResource = operation('sns', 'TagResource', {
  resource: topicOf,
  input: z.object({ ResourceArn: z.string().default(''), Tags: tagsSchema }),
  run({ topics }: SnsEngine, { ResourceArn, Tags }) {
    const topic = topics.find(ResourceArn);
    if (topic === undefined) throw snsError.resourceNotFound('Resource does not exist');
    topic.record.tags = addTags(topic.record.tags, Tags);
    topics.keep(topic);
    return {};
  },
});
