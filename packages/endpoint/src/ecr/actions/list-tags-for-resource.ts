import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findByArn } from '../engine.ts';
import { taggedRepository } from '../resource-arns.ts';

export const listTagsForResource = operation('ecr', 'ListTagsForResource', {
  resource: taggedRepository,
  input: z.object({ resourceArn: z.string().min(1) }),
  run: (engine: EcrEngine, input) => ({
    tags: Object.entries(findByArn(engine, input.resourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
});
