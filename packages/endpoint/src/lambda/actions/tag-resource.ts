import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import { findTagged } from '../tagged.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MOST_TAGS = 50;

export const tagResource = operation<'lambda', 'TagResource'>()({
  input: z.object({ Resource: z.string(), Tags: stringMap }),
  run(engine: LambdaEngine, input) {
    const tagged = findTagged(engine, input.Resource);
    const tags = { ...tagged.tags, ...input.Tags };
    if (Object.keys(tags).length > MOST_TAGS) {
      throw invalidParameter(`The number of tags on a resource cannot exceed ${MOST_TAGS}.`);
    }
    tagged.replaceTags(tags);
    return {};
  },
});
