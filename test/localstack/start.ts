import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUNTIME_DIRECTORY } from '../../packages/endpoint/src/lambda/execution/environment-variables.ts';
import { descendants, stillRunning } from '../../packages/endpoint/test/support/processes.ts';
import type { Installation } from './install.ts';

export interface RunningLocalstack {
  readonly url: string;
  readonly log: string;
  close(): Promise<void>;
}

/** What the stacks of the shop are made of, and what LocalStack itself calls for them. */
const SERVICES = [
  ...[
    'apigateway',
    'cloudformation',
    'cloudwatch',
    'dynamodb',
    'dynamodbstreams',
    'events',
    'iam',
    'kinesis',
  ],
  ...['kms', 'lambda', 'logs', 'resourcegroupstaggingapi', 's3', 'sns', 'sqs', 'ssm', 'sts'],
];

const START_MS = 120_000;
/** It ends its children one after the other. */
const STOP_MS = 30_000;

/** Starts LocalStack on a free port and resolves when it is healthy. `dynamodb` is the binary of the engine. */
export async function startLocalstack(
  { python, filesystem }: Installation,
  { dynamodb, log }: { dynamodb: string; log: string },
): Promise<RunningLocalstack> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const scratch = await mkdtemp(join(tmpdir(), 'localstack-'));
  const child = spawn(python, ['-m', 'localstack.runtime.main'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: scratch,
      TMPDIR: scratch,
      FILESYSTEM_ROOT: filesystem,
      GATEWAY_LISTEN: address,
      LOCALSTACK_HOST: address,
      SERVICES: SERVICES.join(','),
      STRICT_SERVICE_LOADING: '1',
      // The parts that our kit provides in place of containers.
      LAMBDA_RUNTIME_EXECUTOR: 'processes',
      HOSTNAME_FROM_LAMBDA: '127.0.0.1',
      DATAFLOW_NODE: process.execPath,
      DATAFLOW_RUNTIME_CLIENT: join(RUNTIME_DIRECTORY, 'bootstrap.mjs'),
      DATAFLOW_DYNAMODB_BINARY: dynamodb,
      OVERRIDE_IN_DOCKER: '0',
      // Nothing is asked of the network.
      DNS_ADDRESS: '0',
      DISABLE_TRANSPARENT_ENDPOINT_INJECTION: '1',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DISABLE_EVENTS: '1',
      // What the README tells every user of LocalStack to set.
      DISABLE_BOTO_RETRIES: '1',
      LAMBDA_IGNORE_ARCHITECTURE: '1',
      CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches the tests alone, which then end LocalStack in order.
    detached: true,
  });
  const output = createWriteStream(log);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));

  const close = async () => {
    // LocalStack starts programs in sessions of their own, the engine among them, which its process group lacks.
    const started = child.pid === undefined ? [] : descendants(child.pid);
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })]);
    child.kill('SIGKILL');
    for (const pid of stillRunning(started)) endProcess(pid);
    await ended;
    output.end();
    await rm(scratch, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  try {
    await healthy(url, () => child.exitCode !== null, log);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, log, close };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function healthy(url: string, ended: () => boolean, log: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && !ended()) {
    const health = await fetch(`${url}/_localstack/health`).catch(() => undefined);
    if (health?.ok) return;
    await sleep(250);
  }
  throw new Error(`LocalStack did not start; its log is ${log}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
