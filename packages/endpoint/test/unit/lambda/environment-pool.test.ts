import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { EndpointContext } from '../../../src/core/context.ts';
import { createEnvironmentPool } from '../../../src/lambda/execution/environment-pool.ts';
import type { ExecutionSpec } from '../../../src/lambda/execution/execution-spec.ts';
import type { FunctionLogs } from '../../../src/lambda/logs/function-log.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A pool whose processes only count: the test plays the runtime in them. */
function poolOnManualClock({ busyMachine = false } = {}) {
  const clock = manualClock();
  const ids: string[] = [];
  let count = 0;
  const context = {
    clock,
    machineClock: clock,
    region: 'us-east-1',
    newId: () => `id-${++count}`,
    url: () => 'http://127.0.0.1:4566',
    log: () => {},
    call: async () => ({ Credentials: {} }),
    principals: { bindFunction: () => {}, unbindFunction: () => {} },
    children: {
      spawn(_command: string, _args: readonly string[], { env }: { env: Record<string, string> }) {
        ids.push(env['AWS_LAMBDA_RUNTIME_API']?.split('/').at(-1) ?? '');
        const process = new EventEmitter();
        const kill = () => queueMicrotask(() => process.emit('exit', null, 'SIGKILL'));
        return Object.assign(process, { kill }) as unknown as ChildProcess;
      },
    },
    // Of the context, only what environments use.
  } as unknown as EndpointContext;
  const log = { stream: 's', output() {}, line() {}, settled: async () => {} };
  const logs = {
    open: () => ({ ...log, begin: () => ({ end: () => async () => new Uint8Array() }) }),
  } as unknown as FunctionLogs;
  const pool = createEnvironmentPool({ context, logs, maximum: 8, processors: { free: () => !busyMachine } });
  const spec = {
    key: 'f:1',
    functionName: 'f',
    version: '1',
    settings: { timeout: 3, memorySize: 128, variables: {}, logging: { LogGroup: 'g' } },
    codeDirectory: '/',
  } as unknown as ExecutionSpec;
  const run = (requestId: string) =>
    pool.run(spec, { requestId, payload: Buffer.from('{}'), invokedArn: 'arn', traceHeader: '' });
  /** The process asks for its next invocation. */
  const ready = async (index: number) => {
    const next = pool.environment(ids[index] ?? '')?.next(new AbortController().signal);
    await tick();
    return next;
  };
  return { clock, pool, run, ready, started: () => ids.length, ids };
}

test('the first invocation starts an environment, and the next one reuses it', async () => {
  const { run, ready, started, pool, ids } = poolOnManualClock();
  const first = run('a');
  await tick();
  expect(started()).toBe(1);
  void ready(0);
  await tick();
  pool.environment(ids[0] ?? '')?.complete('a', Buffer.from('"done"'), false);
  expect(Buffer.from((await first).payload).toString()).toBe('"done"');

  void ready(0);
  await tick();
  void run('b');
  await tick();
  expect(started()).toBe(1);
});

test('an invocation that waits 20 ms gets an environment of its own while a processor is free', async () => {
  const { clock, run, ready, started } = poolOnManualClock();
  void run('a');
  await tick();
  void ready(0);
  await tick();
  void run('b');
  await clock.advance(19);
  expect(started()).toBe(1);
  await clock.advance(21);
  expect(started()).toBe(2);
});

test('on a busy machine it waits 500 ms for the warm environment first', async () => {
  const { clock, run, ready, started } = poolOnManualClock({ busyMachine: true });
  void run('a');
  await tick();
  void ready(0);
  await tick();
  void run('b');
  await clock.advance(480);
  expect(started()).toBe(1);
  await clock.advance(40);
  expect(started()).toBe(2);
});

test('an idle environment ends after five minutes', async () => {
  const { clock, run, ready, pool, ids } = poolOnManualClock();
  const first = run('a');
  await tick();
  void ready(0);
  await tick();
  pool.environment(ids[0] ?? '')?.complete('a', Buffer.from('{}'), false);
  await first;
  void ready(0);
  await tick();
  await clock.advance(4 * 60_000);
  expect(pool.environment(ids[0] ?? '')).toBeDefined();
  await clock.advance(3 * 60_000);
  expect(pool.environment(ids[0] ?? '')).toBeUndefined();
});

test('an invocation that exceeds its timeout fails, and its environment ends', async () => {
  const { clock, run, ready, pool, ids } = poolOnManualClock();
  const first = run('a');
  await tick();
  void ready(0);
  await tick();
  await clock.advance(3_001);
  const outcome = await first;
  expect(outcome.failed).toBe(true);
  expect(Buffer.from(outcome.payload).toString()).toContain('timed out after 3.00 seconds');
  await tick();
  expect(pool.environment(ids[0] ?? '')).toBeUndefined();
});
