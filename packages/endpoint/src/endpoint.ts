import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Call, ServiceName } from './core/api.ts';
import { authorizeCallers } from './core/calls/authorize-callers.ts';
import { CallJournal } from './core/calls/call-journal.ts';
import { Calls } from './core/calls/calls.ts';
import { checkResourcePolicies } from './core/calls/check-resource-policies.ts';
import { logFailures } from './core/calls/log-failures.ts';
import { Principals } from './core/calls/principal.ts';
import { startChildren } from './core/children.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { EndpointContext } from './core/context.ts';
import { listen } from './core/listen.ts';
import { isLoopback, listenerOf } from './core/listener.ts';
import type { Log } from './core/log.ts';
import { makeMemoryDirectory } from './core/memory-directory.ts';
import { startPatterns } from './core/patterns.ts';
import { closeToOthers, makePrivateDirectory } from './core/private-files.ts';
import { createRouter } from './core/router.ts';
import { createEndpointServer } from './core/server.ts';
import type { Service } from './core/service.ts';
import { memoryState, type StateStore } from './core/state.ts';
import { SERVICES } from './services.ts';

export interface EndpointOptions {
  /** The first port to try; the next free one is taken when it is in use. 0 takes any. */
  port?: number;
  /** The address to listen on; 127.0.0.1 unless set. */
  host?: string;
  /** Further names under which it may be called, besides the listener's own. */
  allowedHosts?: readonly string[];
  region?: string;
  /** Twelve digits; 000000000000 by default. */
  accountId?: string;
  /** Passes through the transitional states that AWS shows: see {@link EndpointContext.realistic}. */
  realistic?: boolean;
  /** Keeps state over a restart; without it everything is in memory or in a scratch directory. */
  dataDirectory?: string;
  /** A limit on the size of the state file in `dataDirectory`, for tests of a full disk. */
  maxStateBytes?: number;
  clock?: Clock;
  /** Time of the machine; see {@link EndpointContext.machineClock}. */
  machineClock?: Clock;
  random?: () => number;
  newId?: () => string;
  log?: Log;
}

export interface Endpoint {
  /** Made at each start; `/_endpoint/health` says it too. */
  readonly id: string;
  /** Base URL, such as `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  /** Stops accepting, ends children, keeps state if there is a data directory. */
  close(): Promise<void>;
}

/** Starts the embedded AWS endpoint and resolves when it answers. */
export async function startEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const region = options.region ?? 'us-east-1';
  const log = options.log ?? (() => {});
  const newId = options.newId ?? randomUUID;
  const id = newId();
  const host = options.host ?? '127.0.0.1';
  const accountId = options.accountId ?? '000000000000';
  const started = new Map<ServiceName, Promise<Service>>();
  const clock = options.clock ?? systemClock;
  const children = startChildren(id);
  const patterns = startPatterns();
  const { directory, databaseDirectory, state, release } = await openState(options);
  if (options.dataDirectory === undefined) {
    for (const scratch of new Set([directory, databaseDirectory])) children.removeAtEnd(scratch);
  }
  let url = '';

  const service = (name: ServiceName): Promise<Service> => {
    let found = started.get(name);
    if (found === undefined) {
      const descriptor = SERVICES.find((each) => each.name === name);
      if (descriptor === undefined) throw new TypeError(`There is no service ${name}`);
      found = descriptor.load().then((module) => module.createService(contextOf(name)));
      started.set(name, found);
    }
    return found;
  };

  const principals = new Principals(accountId);
  const journal = new CallJournal(clock);
  let closing = false;
  // Every call passes through these, the first one outermost: from the wire, between services, and invocations.
  const calls: Calls = new Calls(
    [
      journal.interceptor,
      logFailures((...entry) => closing || log(...entry)),
      authorizeCallers({
        accountId,
        region,
        principals,
        readPolicies: async (...role) => (await service('iam')).identityPolicies?.(...role),
        clock,
        machineClock: options.machineClock ?? systemClock,
      }),
      checkResourcePolicies(async (name, arn) => (await service(name)).resourcePolicy?.(arn), accountId),
    ],
    {
      clock,
      newId,
    },
  );

  /** What a timer starts is not part of the call that set the timer. */
  const detached = (given: Clock): Clock => ({
    now: () => given.now(),
    monotonic: () => given.monotonic(),
    after: (milliseconds, callback) => given.after(milliseconds, () => calls.detached(callback)),
  });

  const shared: Omit<EndpointContext, 'call'> = {
    accountId,
    region,
    realistic: options.realistic ?? false,
    machineClock: detached(options.machineClock ?? systemClock),
    clock: detached(clock),
    random: options.random ?? Math.random,
    newId,
    log,
    state,
    directory,
    databaseDirectory,
    children,
    patterns,
    calls,
    principals,
    url: () => url,
  };

  /** A service calls the others under its own name, as `sns.amazonaws.com` does. */
  const contextOf = (caller: ServiceName): EndpointContext => ({
    ...shared,
    call: (async (name, operation, input, callOptions) =>
      (await service(name)).call(operation, input as object, {
        servicePrincipal: `${caller}.amazonaws.com`,
        ...callOptions,
      })) as Call,
  });

  const server = createEndpointServer({
    region,
    listener: listenerOf(host, options.allowedHosts),
    log,
    newId,
    service,
    flush: () => state.flush(),
    router: createRouter(SERVICES),
    pages: {
      calls: (after) => journal.read(after),
      health() {
        const problem = state.problem();
        return {
          status: problem === undefined ? 'running' : 'degraded',
          kind: 'embedded-aws-endpoint',
          id,
          region,
          accountId,
          services: SERVICES.map(({ name }) => name).sort(),
          ...(problem !== undefined && { problems: [problem] }),
        };
      },
    },
  });

  const close = async () => {
    closing = true;
    server.close();
    for (const pending of [...started.values()].reverse()) {
      await pending.then(
        (running) => running.close?.(),
        () => {}, // A service that never started has nothing to close.
      );
    }
    server.closeAllConnections();
    await patterns.close();
    await children.close();
    state.close();
    await release();
  };

  try {
    // The database engine is the one part that can be missing: find out before any client relies on it.
    await service('dynamodb');
    for (const each of new Set([directory, databaseDirectory])) await closeToOthers(each);
    await listen(server, options.port ?? 4566, host);
    const { port } = server.address() as AddressInfo;
    url = `http://${reachable(host)}:${port}`;
    if (!isLoopback(host)) log('warn', OPEN_TO_OTHERS, { host, port });
    const kept = new Set(state.services());
    for (const { name } of SERVICES) if (kept.has(name)) await service(name);
    for (const running of started.values()) await (await running).resume?.();
    return { id, url, port, region, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const OPEN_TO_OTHERS =
  'The endpoint listens on an address that other machines can reach. It accepts any credentials: anyone who reaches it can read and change everything in it, and run code as you. Use --host 127.0.0.1 unless the network is closed.';

/** The address under which a listener can be called: every address includes the local one. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function openState({ dataDirectory, maxStateBytes, clock, log }: EndpointOptions): Promise<{
  directory: string;
  databaseDirectory: string;
  state: StateStore;
  release: () => Promise<void>;
}> {
  if (dataDirectory !== undefined) {
    const directory = resolve(dataDirectory);
    await makePrivateDirectory(directory);
    const { sqliteState } = await import('./core/sqlite-state.ts');
    const state = sqliteState(directory, {
      ...(clock && { clock }),
      ...(log && { log }),
      ...(maxStateBytes !== undefined && { maxBytes: maxStateBytes }),
    });
    return { directory, databaseDirectory: directory, state, release: async () => {} };
  }
  const directory = await mkdtemp(join(tmpdir(), 'dataflow-'));
  const memory = await makeMemoryDirectory();
  if (memory !== undefined) log?.('info', 'scratch database on a memory file system', { directory: memory });
  return {
    directory,
    databaseDirectory: memory ?? directory,
    state: memoryState(),
    async release() {
      for (const scratch of [directory, memory]) {
        if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}
