import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetPolicyCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { DemoReport } from '../../bin/demo/report.ts';
import { openShop, type Shop } from '../../bin/open-shop.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { ALIAS } from '../../driver/system.ts';
import { localstackTarget } from '../../driver/targets/localstack.ts';
import { failOnce } from '../../packages/endpoint/test/support/sdk-faults.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { dataflow, type Ended } from '../e2e/support/command-line.ts';

// The tests of this file go on from each other: deployed, shifted, taken down.

const AT = ['--target', 'localstack', '--endpoint', inject('localstack')];
const run = (...args: string[]): Promise<Ended> => dataflow([...args, ...AT]);

async function profiles() {
  const shop = await openShop(localstackTarget(inject('localstack'), 'us-east-1'));
  onTestFinished(() => shop.close());
  const { functionName } = shop.system.services.profiles;
  const releases = await readReleases(shop.aws.lambda, functionName);
  return { ...shop, functionName, version: (release: string) => versionOf(releases, release) };
}

async function answeringRelease({ shop }: Pick<Shop, 'shop'>): Promise<string | undefined> {
  return (await shop.send('profiles', 'GET', '/profiles/nobody')).release;
}

async function permissionIds(lambda: LambdaClient, functionName: string): Promise<string[]> {
  const { Policy = '' } = await lambda.send(
    new GetPolicyCommand({ FunctionName: functionName, Qualifier: ALIAS }),
  );
  const { Statement }: { Statement: { Sid: string }[] } = JSON.parse(Policy);
  return Statement.map(({ Sid }) => Sid).sort();
}

test('the demo deploys the shop, and every finding of every scenario is as expected', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'localstack-demo-')), 'report.json');
  onTestFinished(() => rmSync(dirname(file), { recursive: true }));
  const { status, stdout, stderr } = await run('demo', '--keep', '--json', file);
  console.log(stdout);
  expect(stderr).toBe('');
  const report = JSON.parse(readFileSync(file, 'utf8')) as DemoReport;
  expect(report.target).toBe('localstack');
  expect(report.scenarios.map(({ id, outcome }) => [id, outcome])).toEqual(
    SCENARIOS.map(({ id }) => [id, 'as-expected']),
  );
  expect(status).toBe(0);
  // LocalStack skips the custom resources that publish them.
  expect(stdout).toMatch(/^This target skips custom resources\. Published .* order v1, .* profile v6\.$/m);
});

test('a rollout reaches the newer release and returns to the older one', async () => {
  for (const release of ['v2', 'v1']) {
    const { status, stdout, stderr } = await run('rollout', 'profiles', '--to', release);
    console.log(stdout);
    expect(stderr).toBe('');
    expect(stdout).toContain(`profiles is on ${release}.`);
    expect(status).toBe(0);
  }
});

test('a rollout to a release that loses data goes back', async () => {
  const { status, stdout } = await run('rollout', 'profiles', '--to', 'v1-naive', '--steps', '50,100');
  expect(stdout).toContain('profiles is back on v1.');
  expect(status).toBe(1);
});

test('an alias keeps its permissions when weights are set, and when they are removed', async () => {
  const { aws, traffic, functionName, version } = await profiles();
  const before = await permissionIds(aws.lambda, functionName);
  expect(before.length).toBeGreaterThan(0);
  const split = { version: version('v1'), canary: { version: version('v2'), weight: 0.5 } };
  await traffic.shift(functionName, split);
  expect(await traffic.read(functionName)).toEqual(split);
  expect(await permissionIds(aws.lambda, functionName)).toEqual(before);
  await traffic.shift(functionName, { version: version('v1') });
  expect(await traffic.read(functionName)).toEqual({ version: version('v1') });
  expect(await permissionIds(aws.lambda, functionName)).toEqual(before);
});

test('an alias that cannot be created with new weights is put back as it was', async () => {
  const shop = await profiles();
  const { aws, traffic, functionName, version } = shop;
  const before = await permissionIds(aws.lambda, functionName);
  failOnce(aws.lambda, 'CreateAliasCommand');
  const split = { version: version('v2'), canary: { version: version('v1'), weight: 0.5 } };
  await expect(traffic.shift(functionName, split)).rejects.toThrow('injected');
  expect(await traffic.read(functionName)).toEqual({ version: version('v1') });
  expect(await permissionIds(aws.lambda, functionName)).toEqual(before);
  expect(await answeringRelease(shop)).toBe('v1');
});

test('the target embedded refuses LocalStack', async () => {
  const { status, stderr } = await dataflow(['status', '--endpoint', inject('localstack')]);
  expect(stderr).toMatch(/The target is embedded, but LocalStack answers at http/);
  expect(stderr).toMatch(/--target localstack/);
  expect(status).toBe(3);
});

test('the shop is taken down', async () => {
  expect(await run('down')).toMatchObject({ status: 0 });
  expect((await run('down')).stdout).toContain('Nothing is deployed');
});
