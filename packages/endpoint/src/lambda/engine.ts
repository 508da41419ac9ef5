import { availableParallelism } from 'node:os';
import type { EndpointContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { Collection } from '../core/state.ts';
import { type AsyncInvocations, createAsyncInvocations } from './async/async-invocations.ts';
import { type CodeStore, createCodeStore } from './code/code-store.ts';
import { createEventSources, type EventSources } from './event-sources/event-sources.ts';
import { createEnvironmentPool, type EnvironmentPool } from './execution/environment-pool.ts';
import { observeProcessors } from './execution/processors.ts';
import type { FunctionRecord } from './functions/function-record.ts';
import { createFunctionLogs, type FunctionLogs } from './logs/function-log.ts';

/** Functions and the processes that run them. */
export interface FunctionEngine {
  readonly context: EndpointContext;
  /** By name. */
  readonly functions: Collection<FunctionRecord>;
  /** Invocations under way or waiting, by function name: what reserved concurrency counts. */
  readonly inFlight: Map<string, number>;
  readonly code: CodeStore;
  readonly environments: EnvironmentPool;
  readonly logs: FunctionLogs;
}

/** The whole service: functions, and what invokes them by itself. */
export interface LambdaEngine extends FunctionEngine {
  readonly asyncInvocations: AsyncInvocations;
  readonly eventSources: EventSources;
}

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
  throw new AwsError('InvalidConfiguration', 'LAMBDA_MAX_ENVIRONMENTS must be a whole number.', {
    status: 500,
  });
}
