import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { exportsOf } from '../stack/exports.ts';

const PAGE = 100;

export const listExports = operation('cloudformation', 'ListExports', {
  resource: noResource,
  input: z.object({ NextToken: z.string().optional() }),
  run(engine: CloudFormationEngine, input) {
    const { items, next } = page(exportsOf(engine), {
      keyOf: (one) => one.Name,
      limit: PAGE,
      token: input.NextToken,
      invalid: () => cloudFormationError.validation('NextToken is not valid.'),
    });
    return { Exports: items, ...(next !== undefined && { NextToken: next }) };
  },
});
