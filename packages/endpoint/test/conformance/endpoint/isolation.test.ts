import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { type SpawnEndpointOptions, type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { descendants, stillRunning } from '../../support/processes.ts';

const SECRET = 'of-the-developers-own-environment';

async function start(options: SpawnEndpointOptions = {}): Promise<SpawnedEndpoint> {
  const endpoint = await spawnEndpoint({ port: 0, logLevel: 'error', ...options });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

const sdk = ({ url }: { url: string }) => clients({ url, region: 'us-east-1' });

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'endpoint-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function invoke(endpoint: { url: string }, name: string, payload: unknown = {}): Promise<unknown> {
  const { Payload } = await sdk(endpoint)
    .lambda()
    .send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }));
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

describe.runIf(process.platform === 'linux')("the developer's environment", () => {
  const READS_ENVIRONMENTS = `
    import { readFileSync } from 'node:fs';
    export const handler = async () => ({
      own: JSON.stringify(process.env),
      parent: readFileSync('/proc/' + process.ppid + '/environ', 'latin1'),
    });`;

  test('is inherited by no child of the endpoint, and by no function', async () => {
    process.env['DEVELOPERS_SECRET'] = SECRET;
    onTestFinished(() => {
      delete process.env['DEVELOPERS_SECRET'];
    });
    const endpoint = await start();
    await createFunction(sdk(endpoint), { name: 'reads', source: READS_ENVIRONMENTS });
    expect(JSON.stringify(await invoke(endpoint, 'reads'))).not.toContain(SECRET);
    // The engine, the reaper and the function.
    const started = descendants(endpoint.pid);
    expect(started.length).toBeGreaterThanOrEqual(3);
    for (const pid of [endpoint.pid, ...started]) {
      expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain(SECRET);
    }
  });

  test('is dropped by an endpoint that is started by hand', async () => {
    const child = spawn(process.execPath, ['packages/endpoint/src/main.ts', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DEVELOPERS_SECRET: SECRET },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { pid, url } = JSON.parse(line);
    expect(pid).toBe(child.pid);
    await createFunction(sdk({ url }), { name: 'reads', source: READS_ENVIRONMENTS });
    const seen = (await invoke({ url }, 'reads')) as { own: string; parent: string };
    expect(seen.parent).toContain('PATH=');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });
});

describe.runIf(process.platform === 'linux')('the database engine', () => {
  test('listens where no web page can find it', async () => {
    const [one, two] = [await start(), await start()];
    const addresses = [one, two].map(({ pid }) => {
      const engine = descendants(pid).map((child) =>
        readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0'),
      );
      const args = engine.find((words) => words.includes('--db-path')) ?? [];
      const optionOf = (name: string) => args[args.indexOf(name) + 1] ?? '';
      return { host: optionOf('--host'), port: Number(optionOf('--port')) };
    });
    for (const { host, port } of addresses) {
      expect(host).toMatch(/^127\.[1-9]\d*\.\d+\.\d+$/);
      const socket = connect(port, '127.0.0.1');
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    expect(addresses[0]?.host).not.toBe(addresses[1]?.host);
  });
});

/** What somebody else may enter, read or write below a directory, where the way to it is open. */
function openToOthers(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const stats = statSync(path);
    if ((stats.mode & 0o077) === 0) return [];
    return stats.isDirectory() ? [path, ...openToOthers(path)] : [path];
  });
}

async function useEverything(endpoint: { url: string }): Promise<void> {
  const aws = sdk(endpoint);
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await aws.s3().send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'x'.repeat(10_000) }));
  await aws.dynamodb().send(
    new CreateTableCommand({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  await createFunction(aws, { name: 'any', source: 'export const handler = async () => process.umask();' });
}

describe.runIf(process.platform !== 'win32')('state', () => {
  test('is for the user alone: folders 0700, files 0600', async () => {
    const dataDirectory = join(scratch(), 'made', 'by the endpoint');
    const endpoint = await start({ dataDirectory });
    await useEverything(endpoint);
    expect(readdirSync(dataDirectory)).toEqual(
      expect.arrayContaining(['dynamodb.sqlite', 'state.sqlite', 's3']),
    );
    expect(openToOthers(join(dataDirectory, '..'))).toEqual([]);
    expect(openToOthers(dataDirectory)).toEqual([]);
    // What functions write has the modes of AWS.
    expect(await invoke(endpoint, 'any')).toBe(0o022);
  });

  test('of an endpoint in the same process, and of an older one, is closed to others too', async () => {
    const dataDirectory = join(scratch(), 'data');
    const first = await startTestEndpoint({ dataDirectory });
    await first.close();
    for (const name of readdirSync(dataDirectory)) {
      chmodSync(join(dataDirectory, name), name.includes('.') ? 0o644 : 0o755);
    }
    const second = await startTestEndpoint({ dataDirectory });
    onTestFinished(() => second.close());
    await useEverything(second);
    expect(openToOthers(dataDirectory)).toEqual([]);
  });
});

/** Seconds that no other program on this machine sleeps. */
const SLEEP_SECONDS = `600.${process.pid}`;

describe.runIf(process.platform !== 'win32')('what a function leaves running in a session of its own', () => {
  /** Starts a program that leaves the function's process group, twice removed, and answers with its id. */
  const DETACHES = `
    import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    const own = { detached: true, stdio: ['ignore', 'pipe', 'ignore'] };
    const SLEEPS = "const { spawn } = require('node:child_process');" +
      "const child = spawn('sleep', ['${SLEEP_SECONDS}'], { detached: true, stdio: 'ignore' });" +
      "child.unref(); console.log(child.pid)";
    export const handler = async ({ crash }) => {
      const [pid] = await once(spawn(process.execPath, ['-e', SLEEPS], own).stdout, 'data');
      if (crash) process.exit(1);
      return Number(String(pid));
    };`;

  const ended = (pid: number) =>
    eventually('the detached process is gone', () => stillRunning([pid]).length === 0);

  test.each(['close', 'SIGKILL'] as const)('ends with the endpoint (%s)', async (how) => {
    const endpoint = await start();
    await createFunction(sdk(endpoint), { name: 'detaches', source: DETACHES, Timeout: 30 });
    const pid = (await invoke(endpoint, 'detaches')) as number;
    expect(stillRunning([pid])).toEqual([pid]);
    if (how === 'close') await endpoint.close();
    else process.kill(endpoint.pid, 'SIGKILL');
    await ended(pid);
  });

  test('ends with its execution environment', async () => {
    const endpoint = await start();
    await createFunction(sdk(endpoint), { name: 'detaches', source: DETACHES, Timeout: 30 });
    const others = new Set(descendants(1));
    await invoke(endpoint, 'detaches', { crash: true });
    await eventually('every new sleeper is gone', () => {
      const added = descendants(1).filter((pid) => !others.has(pid));
      return added.every((pid) => !commandOf(pid).startsWith(`sleep\0${SLEEP_SECONDS}`));
    });
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test.each([
  ['0.0.0.0', 1],
  ['127.0.0.1', 0],
])('an endpoint on %s warns %i times that others can reach it', async (host, times) => {
  const lines: string[] = [];
  const endpoint = await startTestEndpoint({
    host,
    log: (level, message) => lines.push(`${level} ${message}`),
  });
  onTestFinished(() => endpoint.close());
  await fetch(`${endpoint.url}/_endpoint/health`);
  expect(lines.filter((line) => /^warn .*other machines can reach/.test(line))).toHaveLength(times);
});
