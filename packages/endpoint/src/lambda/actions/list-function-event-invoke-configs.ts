import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { configuredTarget, eventInvokeConfig } from '../functions/event-invoke-config.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const listFunctionEventInvokeConfigs = operation('lambda', 'ListFunctionEventInvokeConfigs', {
  resource: functionOf,
  input: z.object({
    FunctionName: functionName,
    Marker: z.string().optional(),
    MaxItems: integer.pipe(z.int().min(1).max(50)).default(50),
  }),
  run(engine: LambdaEngine, input) {
    const { record } = configuredTarget(engine, { FunctionName: input.FunctionName });
    const { items, next } = page(Object.entries(record.eventInvoke), {
      keyOf: ([qualifier]) => qualifier,
      limit: input.MaxItems,
      token: input.Marker,
      invalid: () =>
        lambdaError.invalidParameter('The marker is not one that ListFunctionEventInvokeConfigs gave.'),
    });
    return {
      FunctionEventInvokeConfigs: items.map(([qualifier, saved]) =>
        eventInvokeConfig(record, qualifier, saved),
      ),
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});
