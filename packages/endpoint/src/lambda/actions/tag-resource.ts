import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { taggedResource } from '../resource-arns.ts';
import { checkTagCount, findTagged } from '../tagged.ts';

export const tagResource = operation('lambda', 'TagResource', {
  resource: taggedResource,
  input: z.object({ Resource: z.string(), Tags: stringMap }),
  run(engine: LambdaEngine, input) {
    if (Object.keys(input.Tags).length === 0) {
      throw lambdaError.invalidParameter('An error occurred and the request cannot be processed.');
    }
    const tagged = findTagged(engine, input.Resource);
    const tags = { ...tagged.tags, ...input.Tags };
    checkTagCount(tags);
    tagged.replaceTags(tags);
    return {};
  },
});
