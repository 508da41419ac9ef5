import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findGroup, type LogsEngine, streamKey } from '../engine.ts';
import { logsError } from '../errors.ts';
import { streamNameInput } from '../inputs.ts';
import { logStreamOf } from '../resource-arns.ts';

export const createLogStream = operation('logs', 'CreateLogStream', {
  resource: logStreamOf,
  input: z.object({ logGroupName: z.string().min(1), logStreamName: streamNameInput }),
  run(engine: LogsEngine, input) {
    const group = findGroup(engine, input.logGroupName);
    const key = streamKey(group.name, input.logStreamName);
    if (engine.streams.has(key)) throw logsError.resourceAlreadyExists('stream');
    engine.streams.set(key, {
      group: group.name,
      name: input.logStreamName,
      created: engine.context.clock.now(),
      firstEvent: undefined,
      lastEvent: undefined,
      lastIngestion: undefined,
    });
    return {};
  },
});
