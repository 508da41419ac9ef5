import { z } from 'zod';
import { list } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { topicOf } from '../resource-arns.ts';

export const untagResource = operation('sns', 'UntagResource', {
  resource: topicOf,
  input: z.object({ ResourceArn: z.string().default(''), TagKeys: list(z.string()).default([]) }),
  run({ topics }: SnsEngine, { ResourceArn, TagKeys }) {
    const topic = topics.find(ResourceArn);
    if (topic === undefined) throw snsError.resourceNotFound('Resource does not exist');
    for (const key of TagKeys) delete topic.record.tags[key];
    topics.keep(topic);
    return {};
  },
});
