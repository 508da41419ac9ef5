import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { LambdaEngine } from '../engine.ts';
import { configurationOf } from '../functions/configuration.ts';
import { resolve } from '../functions/lookup.ts';
import { phaseOf } from '../functions/transitions.ts';
import { functionName, qualifier } from '../input/function-reference.ts';
import { functionOf } from '../resource-arns.ts';

export const getFunction = operation('lambda', 'GetFunction', {
  resource: functionOf,
  input: z.object({ FunctionName: functionName, Qualifier: qualifier.optional() }),
  run(engine: LambdaEngine, input) {
    const { record, version, qualifier: suffix } = resolve(engine, input.FunctionName, input.Qualifier);
    return {
      Configuration: configurationOf(record, version, { suffix, phase: phaseOf(engine, record, version) }),
      Code: {
        RepositoryType: 'S3',
        Location: `${engine.context.url()}/_lambda/code/${version.code.id}.zip`,
      },
      ...(Object.keys(record.tags).length > 0 && { Tags: { ...record.tags } }),
      ...(record.reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
      }),
    };
  },
});
