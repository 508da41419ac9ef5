import { availableParallelism } from 'node:os';
import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { type AsyncInvocations, createAsyncInvocations } from './async/async-invocations.ts';
import { type CodeStore, createCodeStore } from './code/code-store.ts';
import { createEventSources, type EventSources } from './event-sources/event-sources.ts';
import { createEnvironmentPool, type EnvironmentPool } from './execution/environment-pool.ts';
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

export interface LambdaOptions {
  /** The most execution environments at a time, besides the first one of each version. */
  maximumEnvironments?: number;
}

export function createEngine(context: EndpointContext, options: LambdaOptions = {}): LambdaEngine {
  const logs = createFunctionLogs(context);
  const functions: FunctionEngine = {
    context,
    functions: context.state.collection('lambda/functions'),
    inFlight: new Map(),
    code: createCodeStore(context),
    environments: createEnvironmentPool({
      context,
      logs,
      maximum: options.maximumEnvironments ?? 8 * availableParallelism(),
    }),
    logs,
  };
  return {
    ...functions,
    asyncInvocations: createAsyncInvocations(functions),
    eventSources: createEventSources(context),
  };
}
