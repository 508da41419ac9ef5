import { availableParallelism } from 'node:os';
import type { Timer } from '../../core/clock.ts';
import type { EndpointContext } from '../../core/context.ts';
import { lambdaError } from '../errors.ts';
import type { FunctionLogs } from '../logs/function-log.ts';
import { Environment } from './environment.ts';
import { CREDENTIALS_SECONDS } from './environment-variables.ts';
import type { ExecutionSpec } from './execution-spec.ts';
import type { Invocation, Outcome } from './invocation.ts';
import type { Processors } from './processors.ts';

export interface EnvironmentPool {
  /** Runs an invocation in a free environment, or waits for one. Never throws for what the function does. */
  run(spec: ExecutionSpec, invocation: Invocation): Promise<Outcome>;
  /** Starts an environment ahead of the first invocation, if there is none. */
  warm(spec: ExecutionSpec): void;
  /** Ends the version's environments, each after what it runs; resolves when none is left. */
  retire(key: string): Promise<void>;
  /** By the id in its Runtime API path. */
  environment(id: string): Environment | undefined;
  close(): void;
}

export interface PoolOptions {
  context: EndpointContext;
  logs: FunctionLogs;
  /** The most environments at a time, besides the first one of each version. */
  maximum: number;
  processors: Processors;
}

/** AWS keeps idle environments for an unspecified time, some minutes in practice. */
const IDLE_MS = 5 * 60_000;
const SWEEP_MS = 60_000;
/** Replaced before its credentials expire. */
const LIFETIME_MS = CREDENTIALS_SECONDS * 1000 - 60 * 60_000;
/**
 * An invocation waits this long for a busy environment of its version before another one is started for it: a start
 * costs as much as dozens of warm invocations.
 */
const SCALE_AFTER_MS = 20;
/**
 * While every processor is busy, another process only makes all of them slower: invocations wait this much longer for
 * an environment that is warm. Functions that wait for something else leave processors free.
 */
const SCALE_WHEN_BUSY_AFTER_MS = 500;

/**
 * An environment that was used a moment ago will be wanted again: versions that call each other would otherwise take
 * theirs from one another for each call, and spend the machine on starts.
 */
const SPARE_AFTER_MS = 10_000;

interface Waiting {
  invocation: Invocation;
  since: number;
  finish(outcome: Promise<Outcome> | Outcome): void;
  refuse(reason: unknown): void;
}

/** One version's environments and the invocations that wait for one, first come, first served. */
interface Lane {
  readonly spec: ExecutionSpec;
  readonly waiting: Waiting[];
  readonly environments: Set<Environment>;
  /** The most recently used one last. */
  readonly idle: Environment[];
  timer: Timer | undefined;
  /** Set when the version is gone: called when the last environment is. */
  retired?: () => void;
}

export function createEnvironmentPool({ context, logs, maximum, processors }: PoolOptions): EnvironmentPool {
  const lanes = new Map<string, Lane>();
  const byId = new Map<string, Environment>();
  /** More starts at a time than processors only make each of them slower. */
  const startsAtATime = Math.max(2, availableParallelism());
  const toWarm: ExecutionSpec[] = [];
  let starting = 0;
  let sweep: Timer | undefined;
  let closed = false;

  function laneOf(spec: ExecutionSpec): Lane {
    let lane = lanes.get(spec.key);
    if (lane === undefined) {
      lane = { spec, waiting: [], environments: new Set(), idle: [], timer: undefined };
      lanes.set(spec.key, lane);
    }
    return lane;
  }

  function dispatch(environment: Environment, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next !== undefined) {
      next.finish(environment.run(next.invocation));
      return;
    }
    const expired = context.clock.now() - environment.createdAt > LIFETIME_MS;
    if (lane.retired !== undefined || expired) environment.kill();
    else lane.idle.push(environment);
  }

  function start(lane: Lane): void {
    const { spec } = lane;
    starting += 1;
    let counted = true;
    const started = () => {
      if (counted) starting -= 1;
      counted = false;
    };
    const environment = new Environment({
      context,
      spec,
      log: logs.open(spec),
      ready(ready) {
        started();
        dispatch(ready, lane);
        warmNext();
      },
      gone(gone, initError) {
        started();
        byId.delete(gone.id);
        lane.environments.delete(gone);
        const index = lane.idle.indexOf(gone);
        if (index >= 0) lane.idle.splice(index, 1);
        // A start that failed answers the one that waited longest; the next one gets a start of its own.
        if (initError !== undefined) {
          const first = lane.waiting.shift();
          first?.finish(initError(first.invocation.requestId));
        }
        scale(lane);
        if (lane.environments.size === 0) discard(lane);
        warmNext();
      },
    });
    lane.environments.add(environment);
    byId.set(environment.id, environment);
    sweep ??= context.clock.after(SWEEP_MS, retireIdle);
    environment.start().catch((cause: unknown) => {
      context.log('warn', 'failed to prepare an execution environment', {
        function: spec.functionName,
        cause,
      });
      for (const waiting of lane.waiting.splice(0)) waiting.refuse(cause);
      environment.kill();
    });
  }

  function discard(lane: Lane): void {
    if (lane.waiting.length > 0) return;
    lane.timer?.cancel();
    if (lanes.get(lane.spec.key) === lane) lanes.delete(lane.spec.key);
    lane.retired?.();
  }

  /** Starts what the waiting invocations need, as far as the machine and the limit allow. */
  function scale(lane: Lane): void {
    const first = lane.waiting[0];
    if (first === undefined || closed) return;
    // The first environment of a version never waits: functions that call each other cannot starve one another.
    if (lane.environments.size === 0) {
      start(lane);
      return;
    }
    const expected = [...lane.environments].filter((environment) => environment.state === 'starting').length;
    const waited = context.machineClock.monotonic() - first.since;
    const overdue = waited >= SCALE_AFTER_MS && (processors.free() || waited >= SCALE_WHEN_BUSY_AFTER_MS);
    if (overdue && lane.waiting.length > expected && starting < startsAtATime && makeRoom(lane)) start(lane);
    lane.timer ??= context.machineClock.after(SCALE_AFTER_MS, () => {
      lane.timer = undefined;
      scale(lane);
    });
  }

  /** At the limit, the further environment of another version that has been idle longest is stopped, if it is spare. */
  function makeRoom(lane: Lane): boolean {
    let further = 0;
    let oldest: { lane: Lane; environment: Environment } | undefined;
    for (const other of lanes.values()) {
      further += Math.max(0, other.environments.size - 1);
      const environment = other === lane || other.environments.size === 1 ? undefined : other.idle[0];
      if (environment === undefined) continue;
      if (oldest === undefined || environment.lastUsed < oldest.environment.lastUsed) {
        oldest = { lane: other, environment };
      }
    }
    if (further < maximum) return true;
    if (oldest === undefined || context.clock.now() - oldest.environment.lastUsed < SPARE_AFTER_MS)
      return false;
    end(oldest.lane, oldest.environment);
    return true;
  }

  function retireIdle(): void {
    const now = context.clock.now();
    for (const lane of lanes.values()) {
      for (const environment of [...lane.idle]) {
        if (now - environment.lastUsed >= IDLE_MS) end(lane, environment);
      }
    }
    sweep = byId.size > 0 ? context.clock.after(SWEEP_MS, retireIdle) : undefined;
  }

  /** Takes it out of the lane at once: the process is gone a moment later. */
  function end(lane: Lane, environment: Environment): void {
    const index = lane.idle.indexOf(environment);
    if (index >= 0) lane.idle.splice(index, 1);
    environment.kill();
  }

  /** In the background, and only when no invocation waits for a start. */
  function warmNext(): void {
    while (!closed && starting < startsAtATime) {
      const spec = toWarm.shift();
      if (spec === undefined) return;
      const lane = laneOf(spec);
      if (lane.environments.size === 0 && lane.retired === undefined) start(lane);
    }
  }

  return {
    run(spec, invocation) {
      const lane = laneOf(spec);
      for (let environment = lane.idle.pop(); environment !== undefined; environment = lane.idle.pop()) {
        // One whose process is just ending is still in the list.
        if (environment.available) return environment.run(invocation);
      }
      if (closed) return Promise.reject(lambdaError.closing());
      return new Promise((finish, refuse) => {
        lane.waiting.push({ invocation, since: context.machineClock.monotonic(), finish, refuse });
        scale(lane);
      });
    },
    warm(spec) {
      if (toWarm.some((other) => other.key === spec.key)) return;
      toWarm.push(spec);
      setImmediate(warmNext);
    },
    retire(key) {
      const waiting = toWarm.findIndex((spec) => spec.key === key);
      if (waiting >= 0) toWarm.splice(waiting, 1);
      const lane = lanes.get(key);
      if (lane === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        const before = lane.retired;
        lane.retired = () => {
          before?.();
          resolve();
        };
        for (const environment of [...lane.idle]) end(lane, environment);
        if (lane.environments.size === 0) discard(lane);
      });
    },
    environment: (id) => byId.get(id),
    close() {
      closed = true;
      sweep?.cancel();
      for (const lane of lanes.values()) {
        lane.timer?.cancel();
        for (const waiting of lane.waiting.splice(0)) waiting.refuse(lambdaError.closing());
      }
      for (const environment of [...byId.values()]) environment.kill();
    },
  };
}
