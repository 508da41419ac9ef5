import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { dataflow, start, startUnderNpm } from './support/command-line.ts';

/** A port that is taken for the length of the test. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('help says what every command is for, and a command has help of its own', async () => {
  const { status, stdout } = await dataflow(['--help']);
  expect(status).toBe(0);
  const commands = readdirSync('bin/commands').flatMap(
    (file) => /^(?!options)(.+)\.ts$/.exec(file)?.[1] ?? [],
  );
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} .*\\w`, 'm'));
  for (const command of ['demo', 'replay']) {
    const help = await dataflow([command, '--help']);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain(`Usage: dataflow ${command}`);
  }
});

test('the version is that of the package', async () => {
  const { status, stdout } = await dataflow(['--version']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['fly'], /unknown command 'fly'/],
  [['demo', '--orders', 'no/such/folder'], /No file or folder of orders at no\/such\/folder/],
  [['demo', '--json', 'no/such/folder/out.json'], /The folder of no\/such\/folder\/out.json does not exist/],
  [['demo', '--scenario', 'none'], /Allowed values: order-through-three-modes/],
  [['demo', '--count', 'many'], /must be a whole number/],
  [['demo', '--count', '0'], /must be a whole number of 1 or more/],
  [['deploy', '--region', 'mars'], /"mars" is not the name of an AWS Region/],
  [['local', '--region', 'mars'], /"mars" is not the name of an AWS Region/],
  [['local', '--data-dir', 'package.json'], /--data-dir must be a folder, and package.json is a file/],
  [['demo', '--target', 'moon'], /--target must be embedded, localstack, aws or a URL/],
  [['deploy', '--release', 'v9'], /Allowed choices are v1, v1-naive, v2/],
  [['local', '--port', '70000'], /from 0 to 65535/],
  [['local', '--account', '12'], /twelve digits/],
])('wrong usage is refused with status 2: %j', async (args, message) => {
  const { status, stdout, stderr } = await dataflow(args);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
});

test.each([['deploy'], ['down'], ['rollout', 'profiles', '--to', 'v2']])(
  'without an endpoint %s says how to start one, with status 3 and without a stack trace',
  async (...args) => {
    const { status, stderr } = await dataflow([...args, '--endpoint', 'http://127.0.0.1:1']);
    expect(status).toBe(3);
    expect(stderr).toContain('npm run dataflow -- local');
    expect(stderr).not.toMatch(/^ +at /m);
  },
);

test.each([['demo'], ['matrix'], ['local', '--port', '0']])(
  'without the DynamoDB engine %s ends before anything else, with the command that installs it',
  async (...args) => {
    const { status, stdout, stderr } = await dataflow(args, { DYNOXIDE_BINARY: '/no/such/engine' });
    expect(stderr).toMatch(/npm install --no-save @dynoxide\/|cargo install dynoxide-rs/);
    expect(stdout).toBe('');
    expect(status).toBe(3);
  },
);

test('without an AWS region the target aws says what to set', async () => {
  const { status, stderr } = await dataflow(['deploy', '--target', 'aws']);
  expect(status).toBe(3);
  expect(stderr).toContain('AWS_REGION');
});

test('local takes the next port when one is in use, says so, and ends on Ctrl-C with all its children', async () => {
  const taken = await takenPort();
  const local = start(['local', '--port', String(taken)]);
  await eventually('local says how to reach it', () => local.output().includes('AWS_ENDPOINT_URL_S3'));
  expect(local.output()).toMatch(new RegExp(`Port ${taken} is in use; using \\d+ instead`));
  const url = /export AWS_ENDPOINT_URL=(\S+)/.exec(local.output())?.[1];
  expect((await fetch(`${url}/_endpoint/health`)).status).toBe(200);

  local.process.kill('SIGINT');
  expect((await local.ended).status).toBe(0);
  expect(local.descendants()).toEqual([]);
  await expect(fetch(`${url}/_endpoint/health`)).rejects.toThrow();
});

test('local ends with all its children when the npm that runs it is killed', async () => {
  const npm = startUnderNpm('dataflow', ['local', '--port', '0']);
  await eventually('local says how to reach it', () => npm.output().includes('AWS_ENDPOINT_URL_S3'));
  npm.process.kill('SIGKILL');
  await eventually('every process is gone', () => npm.descendants().length === 0);
  await npm.ended;
});

test('an output that is closed early ends a demo quietly, and nothing is left behind', async () => {
  const demo = start(['demo', '--count', '5']);
  await eventually('it has begun', () => demo.output().includes('…'));
  demo.process.stdout?.destroy();
  const { status, stderr } = await demo.ended;
  expect(stderr).toBe('');
  expect(status).toBe(141);
  expect(demo.descendants()).toEqual([]);
  expect(demo.temporaryFiles()).toEqual([]);
});

test('the demo uses the endpoint that AWS_ENDPOINT_URL names', async () => {
  const { status, stderr } = await dataflow(['demo'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expect(status).toBe(3);
  expect(stderr).toContain('http://127.0.0.1:1');
});
