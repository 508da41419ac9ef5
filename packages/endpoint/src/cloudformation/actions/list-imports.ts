import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { importersOf } from '../stack/exports.ts';

export const listImports = operation('cloudformation', 'ListImports', {
  resource: noResource,
  input: z.object({ ExportName: z.string(), NextToken: z.string().optional() }),
  run(engine: CloudFormationEngine, input) {
    const importers = importersOf(engine, input.ExportName);
    if (importers.length === 0) {
      throw cloudFormationError.validation(`Export '${input.ExportName}' is not imported by any stack.`);
    }
    return { Imports: importers };
  },
});
