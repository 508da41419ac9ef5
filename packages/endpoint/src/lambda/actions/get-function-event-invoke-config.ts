import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import {
  eventInvokeConfig,
  eventInvokeTarget,
  existingEventInvoke,
} from '../functions/event-invoke-config.ts';
import { LATEST } from '../functions/function-record.ts';
import { resolve } from '../functions/lookup.ts';

export const getFunctionEventInvokeConfig = operation<'lambda', 'GetFunctionEventInvokeConfig'>()({
  input: z.object(eventInvokeTarget),
  run(engine: LambdaEngine, input) {
    const { record, qualifier = LATEST } = resolve(engine, input.FunctionName, input.Qualifier);
    return eventInvokeConfig(record, qualifier, existingEventInvoke(record, qualifier));
  },
});
