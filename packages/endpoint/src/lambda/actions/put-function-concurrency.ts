import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { unreservedConcurrency } from '../functions/account-limits.ts';
import { MIN_UNRESERVED } from '../functions/limits.ts';
import { unqualifiedFunction } from '../functions/unqualified.ts';
import { functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const putFunctionConcurrency = operation('lambda', 'PutFunctionConcurrency', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, ReservedConcurrentExecutions: integer.pipe(z.int().min(0)) }),
  run(engine: LambdaEngine, input) {
    const record = unqualifiedFunction(engine, input.FunctionName);
    const left =
      unreservedConcurrency(engine) + (record.reservedConcurrency ?? 0) - input.ReservedConcurrentExecutions;
    if (left < MIN_UNRESERVED) {
      throw lambdaError.invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${MIN_UNRESERVED}].`,
      );
    }
    record.reservedConcurrency = input.ReservedConcurrentExecutions;
    engine.functions.set(record.name, record);
    return { ReservedConcurrentExecutions: record.reservedConcurrency };
  },
});
