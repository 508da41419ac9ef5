import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { eventInvokeTarget, existingEventInvoke } from '../functions/event-invoke-config.ts';
import { functionOf } from '../resource-arns.ts';

export const deleteFunctionEventInvokeConfig = operation('lambda', 'DeleteFunctionEventInvokeConfig', {
  resource: functionOf,
  input: z.object(eventInvokeTarget),
  run(engine: LambdaEngine, input) {
    const { record, key } = existingEventInvoke(engine, input);
    delete record.eventInvoke[key];
    engine.functions.set(record.name, record);
    return {};
  },
});
