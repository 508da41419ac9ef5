import { randomBytes } from 'node:crypto';
import { afterEach, expect, inject, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { countDeadLetters } from '../../driver/orders/dead-letters.ts';
import { readConsumers } from '../../driver/orders/read-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { queueDepth } from '../../driver/queue-depth.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { ROLLOUT_SERVICES, type RolloutService } from '../../driver/rollout/probes.ts';
import { releasesOf } from '../../lib/releases.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';

const rollout = (...args: string[]) => dataflow(['rollout', ...args, '--endpoint', inject('endpoint')]);

async function profilesTraffic() {
  const { aws, system, traffic } = await deployedShop();
  const { functionName } = system.services.profiles;
  const releases = await readReleases(aws.lambda, functionName);
  return { functionName, traffic, version: (name: string) => versionOf(releases, name) };
}

afterEach(async () => {
  const { functionName, traffic, version } = await profilesTraffic();
  await traffic.shift(functionName, { version: version('v1') });
});

test('a good release is rolled out step by step, and answers alone in the end', async () => {
  const { status, stdout, stderr } = await rollout('profiles', '--to', 'v2', '--steps', '50,100');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^50 % .* passed$/m);
  expect(stdout).toMatch(/^100 % .* passed$/m);
  expect(stdout).toContain('profiles is on v2.');
  const { functionName, traffic, version } = await profilesTraffic();
  expect(await traffic.read(functionName)).toEqual({ version: version('v2') });

  const again = await rollout('profiles', '--to', 'v2');
  expect(again).toMatchObject({ status: 0, stdout: 'profiles is on v2 already.\n' });
});

test('a release that loses data is caught at its first step, and traffic goes back', async () => {
  const { status, stdout } = await rollout('profiles', '--to', 'v1-naive', '--steps', '50,100');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^50 % .* rolled back: data loss detected$/m);
  expect(stdout).not.toMatch(/^100 %/m);
  // The attribute that no release knows, with its value before and after.
  expect(stdout).toMatch(/^canary +field +before +after +written by$/m);
  expect(stdout).toMatch(/^(canary-\w+-\d+) +canary +\1 +\(missing\) +v1-naive$/m);
  expect(stdout).toContain('profiles is back on v1.');
  const { functionName, traffic, version } = await profilesTraffic();
  expect(await traffic.read(functionName)).toEqual({ version: version('v1') });
});

test('a rollout can stop with two releases live, and go on from there', async () => {
  const { functionName, traffic, version } = await profilesTraffic();
  const held = await rollout('profiles', '--to', 'v2', '--hold', '50', '--steps', '50,100');
  expect(held.status).toBe(0);
  expect(held.stdout).toContain('profiles sends 50 % of its requests to v2 and 50 % to v1.');
  expect(await traffic.read(functionName)).toEqual({
    version: version('v1'),
    canary: { version: version('v2'), weight: 0.5 },
  });

  const on = await rollout('profiles', '--to', 'v2');
  expect(on.status).toBe(0);
  expect(on.stdout).not.toMatch(/^(10|50) %/m);
  expect(on.stdout).toContain('profiles is on v2.');
});

test('without canaries a release is not judged, whatever it loses', async () => {
  const { functionName, traffic, version } = await profilesTraffic();
  const { status, stdout } = await rollout('profiles', '--to', 'v1-naive', '--no-canary', '--hold', '20');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^10 % +- +- +- +not judged$/m);
  expect(stdout).toMatch(/^20 % +- +- +- +not judged$/m);
  expect(await traffic.read(functionName)).toEqual({
    version: version('v1'),
    canary: { version: version('v1-naive'), weight: 0.2 },
  });
});

test('traffic that was left split can be brought back, and nothing else is begun before', async () => {
  const { functionName, traffic, version } = await profilesTraffic();
  const canary = { version: version('v2'), weight: 0.5 };
  await traffic.shift(functionName, { version: version('v1'), canary });

  const other = await rollout('profiles', '--to', 'v1-naive');
  expect(other.status).toBe(3);
  expect(other.stderr).toContain('rollout profiles --to v1');
  expect(await traffic.read(functionName)).toEqual({ version: version('v1'), canary });

  const back = await rollout('profiles', '--to', 'v1');
  expect(back).toMatchObject({ status: 0, stdout: 'profiles is on v1 only.\n' });
  expect(await traffic.read(functionName)).toEqual({ version: version('v1') });
});

test.each([
  [['archive', '--to', 'v1'], /Allowed choices are profiles, orders/],
  [['orders', '--to', 'v9'], /orders has no release "v9"\s+Allowed values: v1/],
  [['profiles', '--to', 'v3'], /Allowed values: v1, v1-naive, v2/],
  [['profiles', '--to', 'v2', '--steps', '50,10'], /rising whole percents that end with 100/],
  [['profiles', '--to', 'v2', '--hold', '100'], /whole percent from 1 to 99/],
  [['profiles'], /required option '--to <release>'/],
])('wrong usage is refused with status 2: rollout %j', async (args, message) => {
  const { status, stderr } = await rollout(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

/**
 * Services whose second release keeps what the first one wrote. profiles has tests of its own above, and orders below: its
 * second release needs consumers that can read it.
 */
const OWN_TESTS: readonly RolloutService[] = ['profiles', 'orders'];
const others = ROLLOUT_SERVICES.filter((service) => !OWN_TESTS.includes(service)).flatMap((service) => {
  const releases = releasesOf(service);
  const [first, last] = [releases[0], releases.at(-1)];
  return first === undefined || last === undefined || first === last ? [] : [{ service, first, last }];
});

async function shift(service: RolloutService, to: string, ...options: string[]) {
  const { stderr, stdout } = await rollout(service, '--to', to, ...options);
  expect(stderr).toBe('');
  expect(stdout).toContain(`${service} is on ${to}.`);
  return stdout;
}

test.each(others)('$service is rolled out to $last and back to $first', async ({ service, first, last }) => {
  expect(await shift(service, last, '--steps', '50,100')).toMatch(/^50 % .* passed$/m);
  await shift(service, first, '--no-canary');
});

test('orders is rolled out once its consumers are: every event is processed, and none is parked', {
  timeout: 120_000,
}, async () => {
  const shop = await deployedShop();
  const context = { ...shop, signal: new AbortController().signal, progress: () => {} };
  const before = await countDeadLetters(shop);
  const run = randomBytes(4).toString('hex');
  const place = async (orderId: string) => {
    const order = { ...smallOrder(orderId), channel: 'phone' };
    expect((await shop.shop.send('orders', 'POST', '/orders', order)).status).toBe(201);
  };
  for (const consumer of ['analytics', 'email', 'relay'] as const) await shift(consumer, 'v2', '--no-canary');
  expect(await shift('orders', 'v2', '--steps', '50,100')).toMatch(/^50 % .* passed$/m);
  await place(`${run}-new`);
  await shift('orders', 'v1.3', '--no-canary');
  await place(`${run}-old`);

  // The same groups of the journal as of all orders before them: consumers have caught up once they have these.
  expect(await awaitConsumers(context, [`${run}-new`, `${run}-old`])).toBe(true);
  const { analytics } = await readConsumers(shop);
  const channels = analytics
    .filter(({ orderId }) => orderId.startsWith(run))
    .map(({ orderId, channel }) => [orderId, channel]);
  expect(channels.sort()).toEqual([
    [`${run}-new`, 'phone'],
    [`${run}-old`, 'unknown'],
  ]);
  await expect.poll(() => eventsUnderway(context), { timeout: 30_000 }).toBe(0);
  expect(await countDeadLetters(shop)).toBe(before);
  for (const consumer of ['analytics', 'email', 'relay'] as const)
    await shift(consumer, 'v1.1', '--no-canary');
});

/** Messages in the queues of all consumers. */
async function eventsUnderway(context: Parameters<typeof queueDepth>[0] & Pick<Shop, 'system'>) {
  const queues = Object.values(context.system.consumers).map(({ queueUrl }) => queueUrl);
  const depths = await Promise.all(queues.map((url) => queueDepth(context, url)));
  return depths.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
}
