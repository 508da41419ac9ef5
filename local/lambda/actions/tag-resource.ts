import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import { taggedFunction } from '../functions/tags.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MOST_TAGS = 50;

export const tagResource = operation<'lambda', 'TagResource'>()({
  input: z.object({ Resource: z.string(), Tags: stringMap }),
  run(engine: LambdaEngine, input) {
    const record = taggedFunction(engine, input.Resource);
    const tags = { ...record.tags, ...input.Tags };
    if (Object.keys(tags).length > MOST_TAGS) {
      throw invalidParameter(`The number of tags on a function cannot exceed ${MOST_TAGS}.`);
    }
    record.tags = tags;
    engine.functions.set(record.name, record);
    return {};
  },
});
