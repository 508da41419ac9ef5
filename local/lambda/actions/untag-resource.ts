import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { taggedFunction } from '../functions/tags.ts';

export const untagResource = operation<'lambda', 'UntagResource'>()({
  input: z.object({ Resource: z.string(), TagKeys: z.array(z.string()) }),
  run(engine: LambdaEngine, input) {
    const record = taggedFunction(engine, input.Resource);
    for (const key of input.TagKeys) delete record.tags[key];
    engine.functions.set(record.name, record);
    return {};
  },
});
