import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import {
  eventInvokeConfig,
  eventInvokeTarget,
  existingEventInvoke,
} from '../functions/event-invoke-config.ts';
import { functionOf } from '../resource-arns.ts';

export const getFunctionEventInvokeConfig = operation('lambda', 'GetFunctionEventInvokeConfig', {
  resource: functionOf,
  input: z.object(eventInvokeTarget),
  run(engine: LambdaEngine, input) {
    const { record, key, saved } = existingEventInvoke(engine, input);
    return eventInvokeConfig(record, key, saved);
  },
});
