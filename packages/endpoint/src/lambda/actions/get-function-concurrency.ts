import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { findFunction } from '../functions/lookup.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const getFunctionConcurrency = operation('lambda', 'GetFunctionConcurrency', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName }),
  run(engine: LambdaEngine, input) {
    const { reservedConcurrency } = findFunction(engine, input.FunctionName).record;
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
});
