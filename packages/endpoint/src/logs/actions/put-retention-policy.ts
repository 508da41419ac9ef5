import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine } from '../engine.ts';
import { logGroupOf } from '../resource-arns.ts';

const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const putRetentionPolicy = operation('logs', 'PutRetentionPolicy', {
  resource: logGroupOf,
  input: z.object({
    logGroupName: z.string().min(1),
    retentionInDays: z.int().refine((days) => DAYS.includes(days), `must be one of ${DAYS.join(', ')}`),
  }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    engine.groups.set(group.name, { ...group, retentionInDays: input.retentionInDays });
    return {};
  },
});
