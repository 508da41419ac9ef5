import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { aliasConfiguration } from '../functions/alias-configuration.ts';
import { existingAlias, findFunction } from '../functions/lookup.ts';
import { aliasName, functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const getAlias = operation('lambda', 'GetAlias', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Name: aliasName }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName);
    return aliasConfiguration(record, existingAlias(record, input.Name));
  },
});
