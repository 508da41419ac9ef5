import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SsmEngine } from '../engine.ts';
import { parameterOfTags } from '../resource-arns.ts';
import { taggable, taggedParameter } from '../tags.ts';

export const listTagsForResource = operation('ssm', 'ListTagsForResource', {
  resource: parameterOfTags,
  input: z.object(taggedParameter),
  run: (engine: SsmEngine, input) => ({
    TagList: Object.entries(taggable(engine, input.ResourceId).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
});
