import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { findTagged } from '../tagged.ts';

export const listTags = operation<'lambda', 'ListTags'>()({
  input: z.object({ Resource: z.string() }),
  run: (engine: LambdaEngine, input) => ({ Tags: { ...findTagged(engine, input.Resource).tags } }),
});
