import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type SsmEngine, select } from '../engine.ts';
import { parameterOf } from '../resource-arns.ts';
import { toParameter } from '../shapes.ts';

export const getParameter = operation('ssm', 'GetParameter', {
  resource: parameterOf,
  input: z.object({ Name: z.string().min(1).max(2048), WithDecryption: z.boolean().default(false) }),
  async run(engine: SsmEngine, input) {
    const { parameter, version, selector } = select(engine, input.Name);
    return {
      Parameter: await toParameter(engine, parameter, version, { decrypt: input.WithDecryption, selector }),
    };
  },
});
