import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import {
  configuredTarget,
  eventInvokeSettings,
  eventInvokeTarget,
  readEventInvoke,
  saveEventInvoke,
} from '../functions/event-invoke-config.ts';
import { functionOf } from '../resource-arns.ts';

/** Replaces the whole configuration: what the request does not name is gone. */
export const putFunctionEventInvokeConfig = operation('lambda', 'PutFunctionEventInvokeConfig', {
  resource: functionOf,
  input: z.object({ ...eventInvokeTarget, ...eventInvokeSettings }),
  run(engine: LambdaEngine, input) {
    const target = configuredTarget(engine, input);
    return saveEventInvoke(engine, target, readEventInvoke(engine, input, target));
  },
});
