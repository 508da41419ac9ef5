import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { findFunction } from '../functions/lookup.ts';
import { aliasName, functionName } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

/** Deleting an alias that is not there succeeds, as on AWS. */
export const deleteAlias = operation('lambda', 'DeleteAlias', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Name: aliasName }),
  run(engine: LambdaEngine, input) {
    const { record } = findFunction(engine, input.FunctionName);
    delete record.aliases[input.Name];
    delete record.policies[input.Name];
    delete record.eventInvoke[input.Name];
    engine.functions.set(record.name, record);
    return {};
  },
});
