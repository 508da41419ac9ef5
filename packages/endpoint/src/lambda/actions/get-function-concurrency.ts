import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { findFunction } from '../functions/lookup.ts';
import { functionName } from '../input/function-reference.ts';

export const getFunctionConcurrency = operation<'lambda', 'GetFunctionConcurrency'>()({
  input: z.object({ FunctionName: functionName }),
  run(engine: LambdaEngine, input) {
    const { reservedConcurrency } = findFunction(engine, input.FunctionName).record;
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
});
