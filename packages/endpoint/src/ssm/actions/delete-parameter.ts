import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findParameter, type SsmEngine } from '../engine.ts';
import { parameterOf } from '../resource-arns.ts';

export const deleteParameter = operation('ssm', 'DeleteParameter', {
  resource: parameterOf,
  input: z.object({ Name: z.string().min(1).max(2048) }),
  run(engine: SsmEngine, input) {
    engine.parameters.delete(findParameter(engine, input.Name).name);
    return {};
  },
});
