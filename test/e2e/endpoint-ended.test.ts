import { readFileSync } from 'node:fs';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../packages/endpoint/test/support/eventually.ts';
import { type Running, start } from './support/command-line.ts';

const SECONDS = { timeout: 120_000 };

const embeddedEndpoint = async (port = 0) => {
  const endpoint = await spawnEndpoint({ port, logLevel: 'error' });
  onTestFinished(() => endpoint.close());
  return endpoint;
};

/** The process of the endpoint that a command has started for itself. */
function ownEndpoint(command: Running): number | undefined {
  return command
    .descendants()
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--log-level'));
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
  process.kill(ownEndpoint(demo) ?? 0, 'SIGKILL');
  await endsBecauseTheEndpointEnded(demo);
});

test('a deployment whose endpoint is killed says so and ends', SECONDS, async () => {
  const endpoint = await embeddedEndpoint();
  const deploy = start(['deploy', '--endpoint', endpoint.url]);
  await eventually('it deploys', () => deploy.output().includes('Deploy v1'));
  process.kill(endpoint.pid, 'SIGKILL');
  await endsBecauseTheEndpointEnded(deploy);
});
