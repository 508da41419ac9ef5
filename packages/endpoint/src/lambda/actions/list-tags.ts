import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { taggedResource } from '../resource-arns.ts';
import { findTagged } from '../tagged.ts';

export const listTags = operation('lambda', 'ListTags', {
  resource: taggedResource,
  input: z.object({ Resource: z.string() }),
  run: (engine: LambdaEngine, input) => ({ Tags: { ...findTagged(engine, input.Resource).tags } }),
});
