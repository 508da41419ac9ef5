import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import {
  configuredTarget,
  eventInvokeSettings,
  eventInvokeTarget,
  existingEventInvoke,
  readEventInvoke,
  saveEventInvoke,
} from '../functions/event-invoke-config.ts';
import { functionOf } from '../resource-arns.ts';

/** Changes what the request names; the rest stays. */
export const updateFunctionEventInvokeConfig = operation('lambda', 'UpdateFunctionEventInvokeConfig', {
  resource: functionOf,
  input: z.object({ ...eventInvokeTarget, ...eventInvokeSettings }),
  run(engine: LambdaEngine, input) {
    const target = configuredTarget(engine, input);
    const { saved } = existingEventInvoke(engine, input);
    const settings = readEventInvoke(engine, input, target);
    const kept = { ...saved };
    // A destination that is named without an ARN is taken away.
    if (input.DestinationConfig?.OnSuccess !== undefined) delete kept.onSuccess;
    if (input.DestinationConfig?.OnFailure !== undefined) delete kept.onFailure;
    return saveEventInvoke(engine, target, { ...kept, ...settings });
  },
});
