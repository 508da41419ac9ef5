import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { configurationOf } from '../functions/configuration.ts';
import { resolve } from '../functions/lookup.ts';
import { phaseOf } from '../functions/transitions.ts';
import { functionName, qualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const getFunctionConfiguration = operation('lambda', 'GetFunctionConfiguration', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Qualifier: qualifier.optional() }),
  run(engine: LambdaEngine, input) {
    const { record, version, qualifier: suffix } = resolve(engine, input.FunctionName, input.Qualifier);
    return configurationOf(record, version, { suffix, phase: phaseOf(engine, record, version) });
  },
});
