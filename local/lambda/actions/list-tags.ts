import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { taggedFunction } from '../functions/tags.ts';

export const listTags = operation<'lambda', 'ListTags'>()({
  input: z.object({ Resource: z.string() }),
  run: (engine: LambdaEngine, input) => ({ Tags: { ...taggedFunction(engine, input.Resource).tags } }),
});
