import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { LambdaEngine } from '../engine.ts';
import { unreservedConcurrency } from '../functions/account-limits.ts';
import {
  CONCURRENT_EXECUTIONS,
  TOTAL_CODE_BYTES,
  UNZIPPED_CODE_BYTES,
  ZIPPED_CODE_BYTES,
} from '../functions/limits.ts';

export const getAccountSettings = operation('lambda', 'GetAccountSettings', {
  resource: noResource,
  input: z.object({}),
  run(engine: LambdaEngine) {
    const versions = [...engine.functions.values()].flatMap((record) => [record.latest, ...record.versions]);
    return {
      AccountLimit: {
        TotalCodeSize: TOTAL_CODE_BYTES,
        CodeSizeUnzipped: UNZIPPED_CODE_BYTES,
        CodeSizeZipped: ZIPPED_CODE_BYTES,
        ConcurrentExecutions: CONCURRENT_EXECUTIONS,
        UnreservedConcurrentExecutions: unreservedConcurrency(engine),
      },
      AccountUsage: {
        TotalCodeSize: versions.reduce((sum, version) => sum + version.code.size, 0),
        FunctionCount: engine.functions.size,
      },
    };
  },
});
