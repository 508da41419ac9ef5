import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { taggedGroup } from '../resource-arns.ts';

export const listTagsForResource = operation('logs', 'ListTagsForResource', {
  resource: taggedGroup,
  input: z.object({ resourceArn: z.string().min(1).max(1011) }),
  run: (engine: LogsEngine, input) => ({ tags: findGroup(engine, input.resourceArn).tags }),
});
