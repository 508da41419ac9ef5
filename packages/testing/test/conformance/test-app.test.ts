import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  deployTestApp,
  eventually,
  invokeTestFunction,
  startTestEndpoint,
  type TestApp,
  type TestEndpoint,
} from '../../src/index.ts';

const GUEST_BOOK = join(import.meta.dirname, '../example');

// The CDK CLI runs for seconds, and for longer on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let endpoint: TestEndpoint;
let app: TestApp;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'testing-'));
  endpoint = await startTestEndpoint({ region: 'eu-west-1', account: '111122223333' });
  // What a developer's shell may hold; the CLI must reach the endpoint all the same.
  process.env['AWS_PROFILE'] = 'no-such-profile';
  app = await deployTestApp(endpoint, GUEST_BOOK);
});
afterAll(async () => {
  delete process.env['AWS_PROFILE'];
  await endpoint.close();
  await rm(scratch, { recursive: true, force: true });
});

/** A CDK app that is a command. */
async function appOf(command: string): Promise<string> {
  const directory = await mkdtemp(join(scratch, 'app-'));
  await writeFile(join(directory, 'cdk.json'), JSON.stringify({ app: command }));
  return directory;
}

function stackNames(): Promise<(string | undefined)[]> {
  return new CloudFormationClient(endpoint.clientConfig)
    .send(new DescribeStacksCommand({}))
    .then(({ Stacks = [] }) => Stacks.map((stack) => stack.StackName).sort());
}

describe('a deployed app', () => {
  test('is in the account and the region of the endpoint', async () => {
    expect(await stackNames()).toEqual(['CDKToolkit', 'GuestBook']);
    expect(Object.keys(app.outputs)).toEqual(['GuestBook']);
    expect(app.output('SignFunction')).toMatch(/^GuestBook-Sign/);
  });

  test('leaves no file in the directory of the app', async () => {
    expect((await readdir(GUEST_BOOK)).sort()).toEqual([
      'app.ts',
      'cdk.json',
      'functions',
      'guest-book.test.ts',
    ]);
  });

  test('answers with payload, logs and version', async () => {
    const invocation = await invokeTestFunction(endpoint, app.output('SignFunction'), { name: 'Grace' });
    expect(invocation).toMatchObject({ error: undefined, executedVersion: '$LATEST' });
    expect(invocation.logs).toContainEqual(expect.stringContaining('Grace signs'));
  });

  test('shows why a handler failed', async () => {
    const { payload, error } = await invokeTestFunction(endpoint, app.output('SignFunction'), {});
    expect(payload).toBeUndefined();
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'A guest needs a name.' });
  });

  test('has no function of another name', async () => {
    await expect(invokeTestFunction(endpoint, 'no-such-function')).rejects.toMatchObject({
      code: 'invocation-refused',
      message: expect.stringContaining('ResourceNotFoundException'),
    });
  });

  test('can be destroyed', async () => {
    await app.destroy();
    expect(await stackNames()).toEqual(['CDKToolkit']);
  });
});

test('an app that cannot be synthesized fails with what the CLI and the app wrote', async () => {
  const directory = await appOf(`node -e "console.error('no such shelf'); process.exit(3)"`);
  await expect(deployTestApp(endpoint, directory)).rejects.toMatchObject({
    code: 'cdk-failed',
    message: expect.stringContaining('no such shelf'),
  });
});

test('a deployment under way ends with its endpoint', async () => {
  const other = await startTestEndpoint();
  const mark = join(scratch, 'running');
  const source = `require('node:fs').mkdirSync(${JSON.stringify(mark)}); setInterval(() => {}, 1000)`;
  const program = join(scratch, 'endless.cjs');
  await writeFile(program, source);
  const deployment = deployTestApp(other, await appOf(`node ${program}`));
  const failure = expect(deployment).rejects.toMatchObject({ code: 'cdk-failed' });
  await eventually('the app runs', async () => (await readdir(scratch)).includes('running'));
  await other.close();
  await failure;
});
