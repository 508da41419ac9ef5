import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import type { AsyncInvocations } from './async/async-invocations.ts';
import type { CodeStore } from './code/code-store.ts';
import type { EventSources } from './event-sources/event-sources.ts';
import type { EnvironmentPool } from './execution/environment-pool.ts';
import type { FunctionRecord } from './functions/function-record.ts';
import type { FunctionLogs } from './logs/function-log.ts';

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
