import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine, removeStream, streamsOf } from '../engine.ts';
import { logGroupOf } from '../resource-arns.ts';

export const deleteLogGroup = operation('logs', 'DeleteLogGroup', {
  resource: logGroupOf,
  input: z.object({ logGroupName: z.string().min(1) }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    for (const stream of streamsOf(engine, group)) removeStream(engine, stream);
    engine.groups.delete(group.name);
    return {};
  },
});
