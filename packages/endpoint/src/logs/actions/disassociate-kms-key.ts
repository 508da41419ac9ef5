import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { logGroupOf } from '../resource-arns.ts';

export const disassociateKmsKey = operation('logs', 'DisassociateKmsKey', {
  resource: logGroupOf,
  input: z.object({ logGroupName: z.string().min(1) }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    engine.groups.set(group.name, { ...group, kmsKeyId: undefined });
    return {};
  },
});
