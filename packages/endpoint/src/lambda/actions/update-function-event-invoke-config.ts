import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import {
  eventInvokeSettings,
  eventInvokeTarget,
  existingEventInvoke,
  readEventInvoke,
  saveEventInvoke,
} from '../functions/event-invoke-config.ts';
import { LATEST } from '../functions/function-record.ts';
import { resolve } from '../functions/lookup.ts';

/** Changes what the request names; the rest stays. */
export const updateFunctionEventInvokeConfig = operation<'lambda', 'UpdateFunctionEventInvokeConfig'>()({
  input: z.object({ ...eventInvokeTarget, ...eventInvokeSettings }),
  run(engine: LambdaEngine, input) {
    const settings = readEventInvoke(engine, input);
    const { record, qualifier } = resolve(engine, input.FunctionName, input.Qualifier);
    existingEventInvoke(record, qualifier ?? LATEST);
    return saveEventInvoke(engine, input, (before) => {
      const kept = { ...before };
      // A destination that is named without an ARN is taken away.
      if (input.DestinationConfig?.OnSuccess !== undefined) delete kept.onSuccess;
      if (input.DestinationConfig?.OnFailure !== undefined) delete kept.onFailure;
      return { ...kept, ...settings };
    });
  },
});
