import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { findParameter, type SsmEngine } from '../engine.ts';
import { ssmError } from '../errors.ts';
import { parameterOf } from '../resource-arns.ts';
import { toMetadata, toParameter } from '../shapes.ts';

export const getParameterHistory = operation('ssm', 'GetParameterHistory', {
  resource: parameterOf,
  input: z.object({
    Name: z.string().min(1).max(2048),
    WithDecryption: z.boolean().default(false),
    MaxResults: z.int().min(1).max(50).default(50),
    NextToken: z.string().optional(),
  }),
  async run(engine: SsmEngine, input) {
    const parameter = findParameter(engine, input.Name);
    const { items, next } = page(parameter.versions, {
      keyOf: ({ version }) => String(version).padStart(12, '0'),
      limit: input.MaxResults,
      token: input.NextToken,
      invalid: ssmError.invalidNextToken,
    });
    return {
      Parameters: await Promise.all(
        items.map(async (version) => {
          const { Value } = await toParameter(engine, parameter, version, { decrypt: input.WithDecryption });
          return { Name: parameter.name, ...toMetadata(engine, version), Value, Labels: [] };
        }),
      ),
      NextToken: next,
    };
  },
});
