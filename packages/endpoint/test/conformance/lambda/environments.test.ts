import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { spawnEndpoint } from '../../../src/spawn.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';
import { createRecordingFunction } from '../../support/recording-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let clock: ManualClock;

beforeEach(async () => {
  clock = manualClock();
  endpoint = await startTestEndpoint({ clock });
  aws = clients(endpoint);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await endpoint?.close();
});

const COUNTING = `
  let count = 0;
  export const handler = async () => ({ pid: process.pid, count: ++count });`;

/** Functions that answer with their process id once they are released. */
const held = () =>
  createRecordingFunction(aws, {
    name: 'held',
    answer: 'async () => { await released(); return process.pid; }',
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a warm environment is used again, with its global state', async () => {
  await createFunction(aws, { name: 'counter', source: COUNTING });
  const first = await invokeFunction(aws, 'counter', {});
  const second = await invokeFunction(aws, 'counter', {});
  expect(second.answer).toEqual({ pid: first.answer.pid, count: 2 });
});

test('two invocations at the same time run in two processes', async () => {
  const { events, release } = await held();
  const both = [invokeFunction(aws, 'held', {}), invokeFunction(aws, 'held', {})];
  await eventually('both run', () => events().length === 2);
  release();
  const [one, two] = await Promise.all(both);
  expect(one?.answer).not.toBe(two?.answer);
});

test('a burst of quick invocations is served by a few environments, each one at a time', async () => {
  await createFunction(aws, { name: 'counter', source: COUNTING });
  await invokeFunction(aws, 'counter', {});
  const burst = await Promise.all(Array.from({ length: 60 }, () => invokeFunction(aws, 'counter', {})));
  const byProcess = Map.groupBy(burst, ({ answer }) => answer.pid);
  expect(byProcess.size).toBeLessThan(20);
  for (const invocations of byProcess.values()) {
    const counts = invocations.map(({ answer }) => answer.count).sort((a, b) => a - b);
    expect(new Set(counts).size).toBe(counts.length);
  }
});

test('beyond the limit of environments invocations wait, in order', async () => {
  vi.stubEnv('LAMBDA_MAX_ENVIRONMENTS', '0');
  await createFunction(aws, { name: 'counter', source: COUNTING });
  const all = await Promise.all([1, 2, 3, 4].map(() => invokeFunction(aws, 'counter', {})));
  expect(new Set(all.map(({ answer }) => answer.pid)).size).toBe(1);
  expect(all.map(({ answer }) => answer.count).sort()).toEqual([1, 2, 3, 4]);
});

test('functions that call each other do not starve one another', async () => {
  await createFunction(aws, { name: 'inner', source: 'export const handler = async (event) => event.n;' });
  await createFunction(aws, {
    name: 'outer',
    Timeout: 30,
    source: `
      import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
      const client = new LambdaClient({});
      export const handler = async (event) => {
        const { Payload } = await client.send(
          new InvokeCommand({ FunctionName: 'inner', Payload: JSON.stringify(event) }));
        return JSON.parse(Payload.transformToString());
      };`,
  });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => invokeFunction(aws, 'outer', { n })),
  );
  expect(answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

test('a version is started when an alias points at it, before the first call; the others are not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'environments-'));
  try {
    const file = (version: string) => join(directory, version);
    await createFunction(aws, {
      name: 'ahead',
      Publish: true,
      source: `
        import { writeFileSync } from 'node:fs';
        writeFileSync(${JSON.stringify(`${directory}/`)} + process.env.AWS_LAMBDA_FUNCTION_VERSION, '');
        export const handler = async () => 1;`,
    });
    const FunctionName = 'ahead';
    await aws.lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 4 }));
    await aws.lambda().send(new PublishVersionCommand({ FunctionName }));
    const alias = { FunctionName, Name: 'live', FunctionVersion: '2' };
    await aws.lambda().send(new CreateAliasCommand(alias));
    await eventually('version 2 has started', () => existsSync(file('2')));
    expect(existsSync(file('1'))).toBe(false);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('an idle environment is ended after some minutes', async () => {
  await createFunction(aws, { name: 'counter', source: COUNTING });
  const { answer } = await invokeFunction(aws, 'counter', {});
  const idleSince = clock.now();
  await eventually('the process is gone', async () => {
    await clock.advance(30_000);
    return !isAlive(answer.pid);
  });
  expect(clock.now() - idleSince).toBeGreaterThanOrEqual(5 * 60_000);
  expect((await invokeFunction(aws, 'counter', {})).answer.count).toBe(1);
});

test('environments of changed code or configuration are ended', async () => {
  await createFunction(aws, { name: 'counter', source: COUNTING });
  const { answer } = await invokeFunction(aws, 'counter', {});
  await aws.lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'counter', Timeout: 10 }));
  await eventually('the process is gone', () => !isAlive(answer.pid));
  expect((await invokeFunction(aws, 'counter', {})).answer.count).toBe(1);
});

test('an invocation under way when its function is deleted ends well, and its process after it', async () => {
  const { events, release } = await held();
  const running = invokeFunction(aws, 'held', {});
  await eventually('it runs', () => events().length === 1);
  await aws.lambda().send(new DeleteFunctionCommand({ FunctionName: 'held' }));
  release();
  const { error, answer } = await running;
  expect({ error, answer }).toEqual({ error: undefined, answer: expect.any(Number) });
  await eventually('the process is gone', () => !isAlive(answer));
});

test('no process is left when the endpoint is closed', async () => {
  await createFunction(aws, { name: 'counter', source: COUNTING });
  const { answer } = await invokeFunction(aws, 'counter', {});
  await endpoint.close();
  expect(isAlive(answer.pid)).toBe(false);
});

describe('the environment variables', () => {
  const show = async (settings: object = {}) => {
    await createFunction(aws, {
      name: 'shows',
      source: 'export const handler = async () => process.env;',
      ...settings,
    });
    const { answer } = await invokeFunction(aws, 'shows', {});
    return answer as Record<string, string>;
  };

  test('are those of AWS and the function, and none of our own', async () => {
    vi.stubEnv('NOT_FOR_FUNCTIONS', 'secret');
    const variables = await show({ Environment: { Variables: { TABLE: 'orders' } } });
    const machine = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH'];
    expect(
      Object.keys(variables)
        .filter((name) => !machine.includes(name))
        .sort(),
    ).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_ENDPOINT_URL',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'LAMBDA_RUNTIME_DIR',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'TABLE',
      'TZ',
      // By which the endpoint finds what a function left running.
      '_EMBEDDED_ENDPOINT_PROCESS',
      '_HANDLER',
      '_X_AMZN_TRACE_ID',
    ]);
  });

  test('name the function, its version, the region and the endpoint', async () => {
    expect(await show()).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'shows',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ENDPOINT_URL: endpoint.url,
      TZ: ':UTC',
      _HANDLER: 'index.handler',
    });
  });

  test('a function may set its own endpoint', async () => {
    const variables = await show({ Environment: { Variables: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } } });
    expect(variables['AWS_ENDPOINT_URL']).toBe('http://127.0.0.1:9');
  });

  test('hold credentials of a session of the function’s role', async () => {
    await createFunction(aws, {
      name: 'who',
      source: `
        import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
        export const handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;`,
    });
    const { answer } = await invokeFunction(aws, 'who', {});
    expect(answer).toBe('arn:aws:sts::000000000000:assumed-role/test-function/who');
  });
});

test('no process is left when the endpoint is killed', async () => {
  const spawned = await spawnEndpoint({ port: 0 });
  const there = clients({ url: spawned.url, region: 'us-east-1' });
  await createFunction(there, { name: 'counter', source: COUNTING });
  const { answer } = await invokeFunction(there, 'counter', {});
  process.kill(spawned.pid, 'SIGKILL');
  await eventually('the process is gone', () => !isAlive(answer.pid));
});
