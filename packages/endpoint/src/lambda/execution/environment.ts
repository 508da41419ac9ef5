import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Timer } from '../../core/clock.ts';
import type { EndpointContext } from '../../core/context.ts';
import type { WireResponse } from '../../core/wire.ts';
import type { FunctionLog, InvocationLog } from '../logs/function-log.ts';
import { environmentVariables, RUNTIME_DIRECTORY } from './environment-variables.ts';
import type { ExecutionSpec } from './execution-spec.ts';
import { errorPayload, exited, type Invocation, type Outcome, timedOut } from './invocation.ts';

const BOOTSTRAP = join(RUNTIME_DIRECTORY, 'bootstrap.mjs');

/**
 * AWS gives a function's start 10 seconds, and where that was not enough starts it once more within the function's
 * own timeout. Here it simply runs on for as long.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const INIT_SECONDS = 10;

export interface EnvironmentOptions {
  context: EndpointContext;
  spec: ExecutionSpec;
  log: FunctionLog;
  /** It waits for an invocation. */
  ready(environment: Environment): void;
  /** It ended. With an error if its start failed: what the invocation that waited for it is answered with. */
  gone(environment: Environment, initError?: (requestId: string) => Outcome): void;
}

interface Running {
  invocation: Invocation;
  log: InvocationLog;
  timeout: Timer;
  finish(outcome: Outcome): void;
  /** Resolves when it has finished. */
  finished: Promise<unknown>;
}

/** One process that runs one version's handler, one invocation at a time, over the Runtime API. */
export class Environment {
  readonly id: string;
  readonly spec: ExecutionSpec;
  readonly createdAt: number;
  /** By the endpoint's clock. */
  lastUsed: number;
  state: 'starting' | 'idle' | 'busy' | 'gone' = 'starting';
  readonly #options: EnvironmentOptions;
  readonly #startedAt: number;
  #initMilliseconds: number | undefined;
  #process: ChildProcess | undefined;
  #accessKeyId: string | undefined;
  #initTimeout: Timer | undefined;
  #next: ((response: WireResponse) => void) | undefined;
  #running: Running | undefined;
  #initError: ((requestId: string) => Uint8Array) | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.id = options.context.newId();
    this.spec = options.spec;
    this.createdAt = options.context.clock.now();
    this.lastUsed = this.createdAt;
    this.#startedAt = options.context.machineClock.monotonic();
  }

  async start(): Promise<void> {
    const { context, spec, log } = this.#options;
    const { timeout, memorySize } = spec.settings;
    const env = await environmentVariables(context, spec, this.id, log.stream);
    if (this.state === 'gone') return;
    this.#accessKeyId = env['AWS_ACCESS_KEY_ID'];
    context.principals.bindFunction(this.#accessKeyId ?? '', () => ({
      name: spec.functionName,
      version: spec.version,
      environment: this.id,
      invocation: this.#running?.invocation.requestId,
    }));
    const child = context.children.spawn(process.execPath, [...heapLimits(memorySize), BOOTSTRAP], {
      cwd: spec.codeDirectory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stdout?.on('data', (chunk: Buffer) => log.output('stdout', chunk));
    child.stderr?.on('data', (chunk: Buffer) => log.output('stderr', chunk));
    child.once('error', (cause) => {
      context.log('error', 'failed to start an execution environment', {
        function: spec.functionName,
        cause,
      });
      this.#ended(1, null);
    });
    child.once('exit', (code, signal) => this.#ended(code, signal));
    this.#initTimeout = context.machineClock.after((INIT_SECONDS + timeout) * 1000, () => {
      this.#initError = (requestId) => errorPayload(timedOut(requestId, timeout));
      this.kill();
    });
  }

  /** `GET …/runtime/invocation/next`: answered when there is an invocation. */
  next(gone: AbortSignal): Promise<WireResponse> {
    return new Promise((resolve) => {
      this.#next = resolve;
      gone.addEventListener('abort', () => {
        if (this.#next === resolve) this.#next = undefined;
        resolve({ status: 410 });
      });
      if (this.state === 'starting') {
        this.#initTimeout?.cancel();
        this.#initMilliseconds = this.#options.context.machineClock.monotonic() - this.#startedAt;
      }
      void this.#settled().then(() => {
        if (this.state === 'gone' || this.#next !== resolve) return;
        this.state = 'idle';
        this.lastUsed = this.#options.context.clock.now();
        this.#options.ready(this);
      });
    });
  }

  /** The process asks for the next invocation right behind its answer, which may still be being read. */
  async #settled(): Promise<void> {
    await this.#running?.finished;
    // What the last invocation wrote must be read before the next one's log begins.
    await this.#options.log.settled();
  }

  get available(): boolean {
    return this.state === 'idle' && this.#next !== undefined;
  }

  /** Only when available. */
  run(invocation: Invocation): Promise<Outcome> {
    const respond = this.#next;
    if (this.state !== 'idle' || respond === undefined) throw new Error('The environment is not idle.');
    this.state = 'busy';
    this.#next = undefined;
    const { timeout } = this.spec.settings;
    const { machineClock } = this.#options.context;
    // The runtime compares it with the clock of the machine.
    const deadline = machineClock.now() + timeout * 1000;
    const { promise: finished, resolve: finish } = Promise.withResolvers<Outcome>();
    this.#running = {
      invocation,
      finish,
      finished,
      log: this.#options.log.begin(invocation.requestId, this.#initMilliseconds),
      timeout: machineClock.after(timeout * 1000, () => this.#expire()),
    };
    this.#initMilliseconds = undefined;
    respond({
      status: 200,
      headers: {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': invocation.requestId,
        'lambda-runtime-deadline-ms': String(deadline),
        'lambda-runtime-invoked-function-arn': invocation.invokedArn,
        'lambda-runtime-trace-id': invocation.traceHeader,
        ...(invocation.clientContext && { 'lambda-runtime-client-context': invocation.clientContext }),
      },
      body: invocation.payload,
    });
    return finished;
  }

  /** The answer of the invocation under way; false when it is not this one. */
  complete(requestId: string, payload: Uint8Array, failed: boolean, peakMegabytes?: number): boolean {
    if (this.#running?.invocation.requestId !== requestId) return false;
    this.#finish(payload, failed ? 'failed' : 'succeeded', peakMegabytes);
    return true;
  }

  /** `POST …/runtime/init/error`: the process reports why it will end. */
  failInit(payload: Uint8Array): void {
    this.#initError = () => payload;
  }

  kill(): void {
    if (this.state === 'gone') return;
    if (this.#process === undefined) this.#ended(null, 'SIGKILL');
    else this.#process.kill('SIGKILL');
  }

  #expire(): void {
    const { invocation } = this.#running ?? {};
    if (invocation === undefined) return;
    const { timeout } = this.spec.settings;
    const error = timedOut(invocation.requestId, timeout);
    this.#options.log.line(
      `${new Date(this.#options.context.clock.now()).toISOString()} ${invocation.requestId} Task timed out after ${timeout.toFixed(2)} seconds`,
    );
    this.#finish(errorPayload(error), 'timeout');
    this.kill();
  }

  #finish(payload: Uint8Array, status: 'succeeded' | 'failed' | 'timeout' | 'crashed', peak?: number): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.timeout.cancel();
    const tail = running.log.end(status, peak);
    running.finish({ payload, failed: status !== 'succeeded', log: () => tail() });
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.state === 'gone') return;
    this.#options.context.principals.unbindFunction(this.#accessKeyId ?? '');
    const starting = this.state === 'starting';
    this.state = 'gone';
    this.#initTimeout?.cancel();
    const { invocation } = this.#running ?? {};
    if (invocation !== undefined) {
      this.#finish(errorPayload(exited(invocation.requestId, code, signal)), 'crashed');
    }
    if (!starting) {
      this.#options.gone(this);
      return;
    }
    const reported = this.#initError ?? ((requestId) => errorPayload(exited(requestId, code, signal)));
    const { log } = this.#options;
    this.#options.gone(this, (requestId) => {
      const ended = log
        .begin(requestId, this.#options.context.machineClock.monotonic() - this.#startedAt)
        .end('crashed');
      return {
        payload: reported(requestId),
        failed: true,
        log: () => ended(),
      };
    });
  }
}

/** As AWS's runtime divides the memory: running out of heap is as real here as there. */
function heapLimits(megabytes: number): string[] {
  return [
    `--max-old-space-size=${Math.floor(megabytes * 0.9)}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(megabytes * 0.05))}`,
  ];
}
