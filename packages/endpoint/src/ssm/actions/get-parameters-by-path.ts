import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { current, type SsmEngine } from '../engine.ts';
import { ssmError } from '../errors.ts';
import { filterList, matchesFilters } from '../filters.ts';
import { parametersBelow } from '../resource-arns.ts';
import { toParameter } from '../shapes.ts';

export const getParametersByPath = operation('ssm', 'GetParametersByPath', {
  resource: parametersBelow,
  input: z.object({
    Path: z.string().min(1).max(2048),
    Recursive: z.boolean().default(false),
    ParameterFilters: filterList.default([]),
    WithDecryption: z.boolean().default(false),
    MaxResults: z.int().min(1).max(10).default(10),
    NextToken: z.string().optional(),
  }),
  async run(engine: SsmEngine, input) {
    if (!input.Path.startsWith('/')) {
      throw ssmError.validation('The parameter path must begin with a forward slash.');
    }
    const path = input.Path.endsWith('/') ? input.Path : `${input.Path}/`;
    const below = [...engine.parameters.values()].filter(
      ({ name }) => name.startsWith(path) && (input.Recursive || !name.slice(path.length).includes('/')),
    );
    const { items, next } = page(
      below.filter((parameter) =>
        matchesFilters(parameter, input.ParameterFilters, ['Type', 'KeyId', 'Label']),
      ),
      {
        keyOf: ({ name }) => name,
        limit: input.MaxResults,
        token: input.NextToken,
        invalid: ssmError.invalidNextToken,
      },
    );
    return {
      Parameters: await Promise.all(
        items.map((parameter) =>
          toParameter(engine, parameter, current(parameter), { decrypt: input.WithDecryption }),
        ),
      ),
      NextToken: next,
    };
  },
});
