import type { Parameter } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { AwsError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { type SsmEngine, select } from '../engine.ts';
import { onlyParameter } from '../resource-arns.ts';
import { toParameter } from '../shapes.ts';

const NOT_FOUND = new Set(['ParameterNotFound', 'ParameterVersionNotFound']);

export const getParameters = operation('ssm', 'GetParameters', {
  resource: onlyParameter,
  input: z.object({
    Names: z.array(z.string().min(1).max(2048)).min(1).max(10),
    WithDecryption: z.boolean().default(false),
  }),
  async run(engine: SsmEngine, input) {
    const found: Parameter[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) {
      try {
        const { parameter, version, selector } = select(engine, name);
        const options = { decrypt: input.WithDecryption, selector };
        found.push(await toParameter(engine, parameter, version, options));
      } catch (error) {
        if (!(error instanceof AwsError) || !NOT_FOUND.has(error.code)) throw error;
        invalid.push(name);
      }
    }
    return { Parameters: found, InvalidParameters: invalid };
  },
});
