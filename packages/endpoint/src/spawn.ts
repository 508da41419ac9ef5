import { type ChildProcess, spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { compileCacheVariable } from './core/compile-cache.ts';
import { endpointVariables } from './core/environment.ts';
import type { LogLevel } from './core/log.ts';
import type { FailedMessage, ReadyMessage } from './main.ts';

export interface SpawnEndpointOptions {
  /** The first port to try; the next free one is taken when it is in use. 0 takes any. */
  port?: number;
  host?: string;
  /** Further names under which it may be called, besides the listener's own. */
  allowedHosts?: readonly string[];
  region?: string;
  /** The account it plays: twelve digits. */
  account?: string;
  /** Shows the transitional states of AWS: functions, mappings and stacks become ready later. */
  realistic?: boolean;
  /** Keeps state over a restart. */
  dataDirectory?: string;
  /** What the endpoint writes to this program's stderr; `warn` by default. */
  logLevel?: LogLevel;
}

export interface SpawnedEndpoint {
  /** Made at each start; `/_endpoint/health` says it too. */
  readonly id: string;
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The port that was asked for, where another had to be taken because it was in use. */
  readonly wantedPort?: number;
  /** Resolves when the endpoint's process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Stops the endpoint and waits until it and its children are gone. */
  close(): Promise<void>;
}

/** TypeScript in the workspace, JavaScript in the published package. */
const MAIN = join(import.meta.dirname, `main${extname(import.meta.filename)}`);

/**
 * Starts the embedded endpoint in a process of its own and resolves when it answers. It ends with `close`, or when
 * this process ends in whatever way. Rejects with the endpoint's own words when it cannot start.
 */
export async function spawnEndpoint(options: SpawnEndpointOptions = {}): Promise<SpawnedEndpoint> {
  const child = spawn(process.execPath, [MAIN, ...toArgs(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...compileCacheVariable(import.meta.dirname), ...endpointVariables() },
    // Out of the terminal's process group: on Ctrl-C this program decides when the endpoint may go.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const ready = await firstMessage(child);
  // The channel stays open, so that the endpoint sees us go; it is no reason for us to stay.
  child.channel?.unref();
  child.unref();
  return {
    id: ready.id,
    url: ready.url,
    port: ready.port,
    pid: ready.pid,
    ...(ready.wantedPort !== undefined && { wantedPort: ready.wantedPort }),
    ended,
    async close() {
      child.ref();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function toArgs(options: SpawnEndpointOptions): string[] {
  const flags = {
    '--port': options.port,
    '--host': options.host,
    '--allowed-host': options.allowedHosts,
    '--region': options.region,
    '--account': options.account,
    '--data-dir': options.dataDirectory,
    '--log-level': options.logLevel,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) =>
    [value ?? []].flat().flatMap((single) => [flag, String(single)]),
  );
  return options.realistic === true ? [...args, '--realistic'] : args;
}

function firstMessage(child: ChildProcess): Promise<ReadyMessage> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Error('The embedded endpoint could not be started.', { cause })),
    );
    child.once('exit', (code, signal) =>
      reject(new Error(`The embedded endpoint ended with ${signal ?? `status ${code}`} before it answered.`)),
    );
    child.once('message', (message: ReadyMessage | FailedMessage) => {
      if (message.event === 'ready') resolve(message);
      else reject(new Error(message.message));
    });
  });
}
