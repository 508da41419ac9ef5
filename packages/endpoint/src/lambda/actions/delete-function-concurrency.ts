import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { unqualifiedFunction } from '../functions/unqualified.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const deleteFunctionConcurrency = operation('lambda', 'DeleteFunctionConcurrency', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName }),
  run(engine: LambdaEngine, input) {
    const record = unqualifiedFunction(engine, input.FunctionName);
    delete record.reservedConcurrency;
    engine.functions.set(record.name, record);
    return {};
  },
});
