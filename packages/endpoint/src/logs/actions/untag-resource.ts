import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { taggedGroup } from '../resource-arns.ts';

export const untagResource = operation('logs', 'UntagResource', {
  resource: taggedGroup,
  input: z.object({ resourceArn: z.string().min(1).max(1011), tagKeys: z.array(z.string()) }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.resourceArn);
    const removed = new Set(input.tagKeys);
    const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !removed.has(key)));
    engine.groups.set(group.name, { ...group, tags });
    return {};
  },
});
