import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { taggedResource } from '../resource-arns.ts';
import { findTagged } from '../tagged.ts';

export const untagResource = operation('lambda', 'UntagResource', {
  resource: taggedResource,
  input: z.object({ Resource: z.string(), TagKeys: z.array(z.string()).min(1) }),
  run(engine: LambdaEngine, input) {
    const tagged = findTagged(engine, input.Resource);
    const kept = Object.entries(tagged.tags).filter(([key]) => !input.TagKeys.includes(key));
    tagged.replaceTags(Object.fromEntries(kept));
    return {};
  },
});
