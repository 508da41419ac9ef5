import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { parameterName, type SsmEngine } from '../engine.ts';
import { onlyParameter } from '../resource-arns.ts';

export const deleteParameters = operation('ssm', 'DeleteParameters', {
  resource: onlyParameter,
  input: z.object({ Names: z.array(z.string().min(1).max(2048)).min(1).max(10) }),
  run(engine: SsmEngine, input) {
    const deleted: string[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) {
      (engine.parameters.delete(parameterName(engine, name)) ? deleted : invalid).push(name);
    }
    return { DeletedParameters: deleted, InvalidParameters: invalid };
  },
});
