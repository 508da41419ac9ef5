import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { eventInvokeTarget, existingEventInvoke } from '../functions/event-invoke-config.ts';
import { LATEST } from '../functions/function-record.ts';
import { resolve } from '../functions/lookup.ts';

export const deleteFunctionEventInvokeConfig = operation<'lambda', 'DeleteFunctionEventInvokeConfig'>()({
  input: z.object(eventInvokeTarget),
  run(engine: LambdaEngine, input) {
    const { record, qualifier = LATEST } = resolve(engine, input.FunctionName, input.Qualifier);
    existingEventInvoke(record, qualifier);
    delete record.eventInvoke[qualifier];
    engine.functions.set(record.name, record);
    return {};
  },
});
