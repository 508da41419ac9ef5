import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { logGroupOf } from '../resource-arns.ts';

export const associateKmsKey = operation('logs', 'AssociateKmsKey', {
  resource: logGroupOf,
  input: z.object({ logGroupName: z.string().min(1), kmsKeyId: z.string().min(1).max(256) }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    engine.groups.set(group.name, { ...group, kmsKeyId: input.kmsKeyId });
    return {};
  },
});
