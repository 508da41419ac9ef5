import { afterEach, expect, inject, test } from 'vitest';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { SERVICE_NAMES } from '../../driver/system.ts';
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
  [['analytics', '--to', 'v1'], /Allowed choices are profiles, orders/],
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

/** Services whose second release keeps what the first one wrote; profiles has tests of its own above. */
const others = SERVICE_NAMES.filter((service) => service !== 'profiles').flatMap((service) => {
  const releases = releasesOf(service);
  const [first, last] = [releases[0], releases.at(-1)];
  return first === undefined || last === undefined || first === last ? [] : [{ service, first, last }];
});

test.each(others)('$service is rolled out to $last and back to $first', async ({ service, first, last }) => {
  const there = await rollout(service, '--to', last, '--steps', '50,100');
  expect(there.stderr).toBe('');
  expect(there.stdout).toMatch(/^50 % .* passed$/m);
  expect(there.stdout).toContain(`${service} is on ${last}.`);
  const back = await rollout(service, '--to', first, '--steps', '100');
  expect(back.stdout).toContain(`${service} is on ${first}.`);
});
