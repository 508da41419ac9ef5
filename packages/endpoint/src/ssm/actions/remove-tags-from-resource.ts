import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SsmEngine } from '../engine.ts';
import { parameterOfTags } from '../resource-arns.ts';
import { taggable, taggedParameter } from '../tags.ts';

export const removeTagsFromResource = operation('ssm', 'RemoveTagsFromResource', {
  resource: parameterOfTags,
  input: z.object({ ...taggedParameter, TagKeys: z.array(z.string().min(1).max(128)) }),
  run(engine: SsmEngine, input) {
    const parameter = taggable(engine, input.ResourceId);
    const removed = new Set(input.TagKeys);
    const tags = Object.fromEntries(Object.entries(parameter.tags).filter(([key]) => !removed.has(key)));
    engine.parameters.set(parameter.name, { ...parameter, tags });
    return {};
  },
});
