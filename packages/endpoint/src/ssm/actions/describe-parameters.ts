import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import { current, parameterArn, type SsmEngine } from '../engine.ts';
import { ssmError } from '../errors.ts';
import { filterList, matchesFilters } from '../filters.ts';
import { toMetadata } from '../shapes.ts';

export const describeParameters = operation('ssm', 'DescribeParameters', {
  resource: noResource,
  input: z.object({
    ParameterFilters: filterList.default([]),
    Filters: z.array(z.unknown()).default([]),
    MaxResults: z.int().min(1).max(50).default(50),
    NextToken: z.string().optional(),
    Shared: z.boolean().default(false),
  }),
  run(engine: SsmEngine, input) {
    // The older form of filters; `ParameterFilters` says the same and more.
    if (input.Filters.length > 0) throw coreError.notImplemented('ssm', 'DescribeParameters with Filters');
    const matching = [...engine.parameters.values()].filter(
      (parameter) =>
        !input.Shared &&
        matchesFilters(parameter, input.ParameterFilters, [
          'Name',
          'Path',
          'Type',
          'KeyId',
          'Tier',
          'DataType',
          'Label',
          'tag',
        ]),
    );
    const { items, next } = page(matching, {
      keyOf: ({ name }) => name,
      limit: input.MaxResults,
      token: input.NextToken,
      invalid: ssmError.invalidNextToken,
    });
    return {
      Parameters: items.map((parameter) => ({
        Name: parameter.name,
        ARN: parameterArn(engine, parameter.name),
        ...toMetadata(engine, current(parameter)),
      })),
      NextToken: next,
    };
  },
});
