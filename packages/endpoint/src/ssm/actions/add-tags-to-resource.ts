import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SsmEngine } from '../engine.ts';
import { ssmError } from '../errors.ts';
import { parameterOfTags } from '../resource-arns.ts';
import { MAX_TAGS } from '../rules.ts';
import { taggable, taggedParameter, tagList, toTags } from '../tags.ts';

export const addTagsToResource = operation('ssm', 'AddTagsToResource', {
  resource: parameterOfTags,
  input: z.object({ ...taggedParameter, Tags: tagList }),
  run(engine: SsmEngine, input) {
    const parameter = taggable(engine, input.ResourceId);
    const tags = { ...parameter.tags, ...toTags(input.Tags) };
    if (Object.keys(tags).length > MAX_TAGS) throw ssmError.tooManyTags();
    engine.parameters.set(parameter.name, { ...parameter, tags });
    return {};
  },
});
