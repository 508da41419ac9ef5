import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, findStream, type LogsEngine, removeStream } from '../engine.ts';
import { logStreamOf } from '../resource-arns.ts';

export const deleteLogStream = operation('logs', 'DeleteLogStream', {
  resource: logStreamOf,
  input: z.object({ logGroupName: z.string().min(1), logStreamName: z.string().min(1) }),
  run(engine: LogsEngine, input) {
    removeStream(engine, findStream(engine, findGroup(engine, input.logGroupName), input.logStreamName));
    return {};
  },
});
