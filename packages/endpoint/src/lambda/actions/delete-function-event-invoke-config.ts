import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { eventInvokeTarget, existingEventInvoke } from '../functions/event-invoke-config.ts';

export const deleteFunctionEventInvokeConfig = operation<'lambda', 'DeleteFunctionEventInvokeConfig'>()({
  input: z.object(eventInvokeTarget),
  run(engine: LambdaEngine, input) {
    const { record, key } = existingEventInvoke(engine, input);
    delete record.eventInvoke[key];
    engine.functions.set(record.name, record);
    return {};
  },
});
