import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { logsError } from '../errors.ts';
import { tagsInput } from '../inputs.ts';
import { taggedGroup } from '../resource-arns.ts';

export const tagResource = operation('logs', 'TagResource', {
  resource: taggedGroup,
  input: z.object({ resourceArn: z.string().min(1).max(1011), tags: tagsInput }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.resourceArn);
    const tags = { ...group.tags, ...input.tags };
    if (Object.keys(tags).length > 50) throw logsError.tooManyTags();
    engine.groups.set(group.name, { ...group, tags });
    return {};
  },
});
