import { readFileSync } from 'node:fs';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { expect, inject, onTestFinished, test } from 'vitest';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { type Running, start } from './support/command-line.ts';

const SECONDS = { timeout: 120_000 };

const embeddedEndpoint = async (port = 0) => {
  const endpoint = await spawnEndpoint({ port, logLevel: 'error' });
  onTestFinished(() => endpoint.close());
  return endpoint;
};

/** The process of the endpoint that a command has started for itself. */
function ownEndpoint(command: Running): number {
  const pid = command
    .descendants()
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--log-level'));
  if (pid === undefined) throw new Error('The command has started no endpoint');
  return pid;
}

async function endsBecauseTheEndpointEnded(command: Running): Promise<void> {
  const { status, stdout, stderr } = await command.ended;
  expect(stderr).toMatch(/^Error: The endpoint ended: .*http:\/\/127\.0\.0\.1:\d+/m);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).not.toContain('differ');
  expect(status).toBe(3);
  await eventually('no process is left', () => command.descendants().length === 0);
}

test('a demo whose own endpoint is killed says so and ends', SECONDS, async () => {
  const demo = start(['demo', '--count', '20']);
  await eventually('it deploys', () => demo.output().includes('Deploy v1'));
  process.kill(ownEndpoint(demo), 'SIGKILL');
  await endsBecauseTheEndpointEnded(demo);
});

test('a deployment whose endpoint is killed says so and ends', SECONDS, async () => {
  const endpoint = await embeddedEndpoint();
  const deploy = start(['deploy', '--endpoint', endpoint.url]);
  await eventually('it deploys', () => deploy.output().includes('Deploy v1'));
  process.kill(endpoint.pid, 'SIGKILL');
  await endsBecauseTheEndpointEnded(deploy);
});
test('a demo does not go on with another endpoint that has taken the port', SECONDS, async () => {
  const endpoint = await embeddedEndpoint();
  const demo = start(['demo', '--endpoint', endpoint.url]);
  await eventually('it deploys', () => demo.output().includes('Deploy v1'));
  await endpoint.close();
  await embeddedEndpoint(endpoint.port);
  await endsBecauseTheEndpointEnded(demo);
});

test('a demo with --target localstack refuses an embedded endpoint', async () => {
  const demo = start(['demo', '--target', 'localstack', '--endpoint', inject('endpoint')]);
  const { status, stdout, stderr } = await demo.ended;
  expect(stderr).toMatch(/The target is localstack, but an embedded endpoint answers at http/);
  expect(stderr).toMatch(/--target embedded/);
  expect(stdout).toBe('');
  expect(status).toBe(3);
});
