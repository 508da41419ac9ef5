import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LogsEngine } from '../engine.ts';
import { logsError } from '../errors.ts';
import { groupNameInput, tagsInput } from '../inputs.ts';
import { logGroupOf } from '../resource-arns.ts';

export const createLogGroup = operation('logs', 'CreateLogGroup', {
  resource: logGroupOf,
  input: z.object({
    logGroupName: groupNameInput,
    kmsKeyId: z.string().max(256).optional(),
    tags: tagsInput.default({}),
    logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).default('STANDARD'),
  }),
  run({ context, groups }: LogsEngine, input) {
    if (groups.has(input.logGroupName)) throw logsError.resourceAlreadyExists('group');
    if (Object.keys(input.tags).length > 50) throw logsError.tooManyTags();
    groups.set(input.logGroupName, {
      name: input.logGroupName,
      created: context.clock.now(),
      retentionInDays: undefined,
      kmsKeyId: input.kmsKeyId,
      logGroupClass: input.logGroupClass,
      tags: input.tags,
    });
    return {};
  },
});
