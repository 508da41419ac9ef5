import { availableParallelism } from 'node:os';
import type { EndpointContext } from '../core/context.ts';
import { createAsyncInvocations } from './async/create-async-invocations.ts';
import { createCodeStore } from './code/code-store.ts';
import type { FunctionEngine, LambdaEngine } from './engine.ts';
import { lambdaError } from './errors.ts';
import { createEventSources } from './event-sources/event-sources.ts';
import { createEnvironmentPool } from './execution/environment-pool.ts';
import { observeProcessors } from './execution/processors.ts';
import { createFunctionLogs } from './logs/function-log.ts';

export function createEngine(context: EndpointContext): LambdaEngine {
  const logs = createFunctionLogs(context);
  const functions: FunctionEngine = {
    context,
    functions: context.state.collection('lambda/functions'),
    inFlight: new Map(),
    code: createCodeStore(context),
    environments: createEnvironmentPool({
      context,
      logs,
      maximum: maximumEnvironments(),
      processors: observeProcessors(context.machineClock),
    }),
    logs,
  };
  return {
    ...functions,
    asyncInvocations: createAsyncInvocations(functions),
    eventSources: createEventSources(context),
  };
}

/** The most execution environments at a time, besides the first one of each version. */
function maximumEnvironments(): number {
  const given = process.env['LAMBDA_MAX_ENVIRONMENTS'];
  if (given === undefined) return 8 * availableParallelism();
  if (/^\d{1,5}$/.test(given)) return Number(given);
  throw lambdaError.invalidConfiguration('LAMBDA_MAX_ENVIRONMENTS must be a whole number.');
}
