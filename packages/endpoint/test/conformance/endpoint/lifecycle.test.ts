import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { ReadyMessage } from '../../../src/main.ts';
import { spawnEndpoint } from '../../../src/spawn.ts';
import { clients } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { descendants, stillRunning } from '../../support/processes.ts';

const MAIN = ['packages/endpoint/src/main.ts', '--port', '0'];
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function run(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  started.push(child);
  return child;
}

/** Waits for the line that says that an endpoint answers. */
async function ready(child: ChildProcess): Promise<ReadyMessage> {
  if (child.stdout === null) throw new Error('stdout is not a pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line);
  }
  throw new Error('the endpoint ended before it was ready');
}

/** The endpoint and everything it started. */
async function family(pid: number): Promise<number[]> {
  const children = await eventually('the endpoint has children', () => {
    const found = descendants(pid);
    return found.length >= 2 && found;
  });
  return [pid, ...children];
}

const allGone = (pids: readonly number[]) =>
  eventually('every process is gone', () => stillRunning(pids).length === 0);

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the endpoint and its children, with status 0',
  async (signal) => {
    const endpoint = run(process.execPath, MAIN);
    const { pid } = await ready(endpoint);
    const pids = await family(pid);
    const exit = once(endpoint, 'exit');
    endpoint.kill(signal);
    expect(await exit).toEqual([0, null]);
    await allGone(pids);
  },
);

test('an endpoint that is killed leaves no child behind', async () => {
  const endpoint = run(process.execPath, MAIN);
  const { pid } = await ready(endpoint);
  const pids = await family(pid);
  endpoint.kill('SIGKILL');
  await allGone(pids);
});

test('an endpoint that is killed leaves no scratch directory behind', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'scratch of a test-'));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const endpoint = run(process.execPath, MAIN, { TMPDIR: scratch });
  await ready(endpoint);
  expect(readdirSync(scratch)).toHaveLength(1);
  endpoint.kill('SIGKILL');
  await eventually('the directory is gone', () => readdirSync(scratch).length === 0);
});

test('an endpoint that is killed takes functions with it, and what they started', async () => {
  const endpoint = await spawnEndpoint({ port: 0, logLevel: 'error' });
  const aws = clients({ url: endpoint.url, region: 'us-east-1' });
  await createFunction(aws, {
    name: 'parent',
    source: `
      import { spawn } from 'node:child_process';
      export const handler = async () => {
        spawn('sleep', ['600'], { stdio: 'ignore' });
        await new Promise(() => setInterval(() => {}, 1000));
      };`,
    Timeout: 60,
  });
  const invoking = aws.lambda().send(new InvokeCommand({ FunctionName: 'parent' }));
  // The engine, the reaper, the function, and what the function started.
  const pids = await eventually('the function has a child', () => {
    const found = descendants(endpoint.pid);
    return found.length >= 4 && found;
  });
  process.kill(endpoint.pid, 'SIGKILL');
  await expect(invoking).rejects.toThrow();
  await allGone([endpoint.pid, ...pids]);
});

test('an endpoint ends when the program that started it is killed', async () => {
  const parent = run(process.execPath, [
    '-e',
    `require('node:child_process').spawn(process.execPath, ${JSON.stringify(MAIN)}, { stdio: 'inherit' })`,
  ]);
  const { pid } = await ready(parent);
  const pids = await family(pid);
  parent.kill('SIGKILL');
  await allGone(pids);
});

test('an endpoint ends when the npm that runs it is killed', async () => {
  const npm = run('npm', ['exec', '--offline', '--call', `node ${MAIN.join(' ')}`]);
  const { pid } = await ready(npm);
  const pids = await family(pid);
  npm.kill('SIGKILL');
  await allGone(pids);
});

test('a detached endpoint outlives the program that started it', async () => {
  const parent = run(process.execPath, [
    '-e',
    `const { unref } = require('node:child_process').spawn(process.execPath, ${JSON.stringify([...MAIN, '--detached'])}, { stdio: 'inherit', detached: true })`,
  ]);
  const { pid, url } = await ready(parent);
  const pids = await family(pid);
  const exit = once(parent, 'exit');
  parent.kill('SIGKILL');
  await exit;
  expect((await fetch(`${url}/_endpoint/health`)).status).toBe(200);
  process.kill(pid, 'SIGTERM');
  await allGone(pids);
});

test('an endpoint started by a program ends with close', async () => {
  const endpoint = await spawnEndpoint({ port: 0 });
  const pids = await family(endpoint.pid);
  expect((await fetch(`${endpoint.url}/_endpoint/health`)).status).toBe(200);
  await endpoint.close();
  await allGone(pids);
});

test('an endpoint started by a program ends when that program is killed', async () => {
  const parent = run(process.execPath, [
    '--input-type=module',
    '-e',
    `import { spawnEndpoint } from './packages/endpoint/src/spawn.ts';
     const { pid } = await spawnEndpoint({ port: 0 });
     console.log(JSON.stringify({ pid }));
     setInterval(() => {}, 1000);`,
  ]);
  const { pid } = await ready(parent);
  const pids = await family(pid);
  parent.kill('SIGKILL');
  await allGone(pids);
});

test('a port in use is not an error: the next one is taken, and said', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const endpoint = await spawnEndpoint({ port });
  try {
    expect(endpoint.wantedPort).toBe(port);
    expect(endpoint.port).toBeGreaterThan(port);
  } finally {
    await endpoint.close();
    blocker.close();
  }
});

test('a second endpoint on the same data directory is refused, and says why', async () => {
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const dataDirectory = await mkdtemp(`${tmpdir()}/endpoint-test-`);
  const first = await spawnEndpoint({ port: 0, dataDirectory });
  try {
    await expect(spawnEndpoint({ port: 0, dataDirectory })).rejects.toThrow(
      /is another endpoint using the same --data-dir/,
    );
  } finally {
    await first.close();
    await rm(dataDirectory, { recursive: true });
  }
});

test('a wrong option is named, with status 2', async () => {
  const child = spawn(process.execPath, ['packages/endpoint/src/main.ts', '--prot', '1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(said).toContain("'--prot'");
});

test('help says what can be set, in options and in the environment', async () => {
  const help = run(process.execPath, ['packages/endpoint/src/main.ts', '--help']);
  let said = '';
  help.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  expect(await once(help, 'close')).toEqual([0, null]);
  for (const name of ['--port', '--data-dir', 'DYNOXIDE_BINARY', 'LAMBDA_MAX_ENVIRONMENTS', 'TMPDIR']) {
    expect(said).toContain(name);
  }
});
