import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AssemblyCache } from '../../../../bin/deploy/assembly-cache.ts';

let root: string;
let assembly: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assembly-cache-'));
  mkdirSync(join(root, 'lambdas/orders'), { recursive: true });
  writeFileSync(join(root, 'lambdas/orders/handler.ts'), 'first');
  assembly = join(root, 'assembly');
  mkdirSync(assembly);
  writeFileSync(join(assembly, 'manifest.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

const restored = () => join(root, 'restored');

test('the same sources get the assembly that was kept', async () => {
  const cache = await AssemblyCache.open(root);
  expect(await cache.restore('v1', [], restored())).toBe(false);
  await cache.keep('v1', [], assembly);
  expect(await (await AssemblyCache.open(root)).restore('v1', [], restored())).toBe(true);
  expect(readFileSync(join(restored(), 'manifest.json'), 'utf8')).toBe('{}');
});

test('another release, another switch or a changed, new or deleted source gets none', async () => {
  await (await AssemblyCache.open(root)).keep('v1', [], assembly);
  const isKept = async (release: 'v1' | 'v2', switches: string[]) =>
    (await AssemblyCache.open(root)).restore(release, switches, restored());

  expect(await isKept('v2', [])).toBe(false);
  expect(await isKept('v1', ['--faults'])).toBe(false);
  writeFileSync(join(root, 'lambdas/orders/handler.ts'), 'second');
  expect(await isKept('v1', [])).toBe(false);
  writeFileSync(join(root, 'lambdas/orders/handler.ts'), 'first');
  writeFileSync(join(root, 'lambdas/orders/new.ts'), '');
  expect(await isKept('v1', [])).toBe(false);
  rmSync(join(root, 'lambdas/orders/new.ts'));
  rmSync(join(root, 'lambdas/orders/handler.ts'));
  expect(await isKept('v1', [])).toBe(false);
});

test('of two runs that keep the same assembly at once, neither fails', async () => {
  const [one, other] = await Promise.all([AssemblyCache.open(root), AssemblyCache.open(root)]);
  await Promise.all([one.keep('v1', [], assembly), other.keep('v1', [], assembly)]);
  expect(readdirSync(join(root, 'node_modules/.cache/assemblies'))).toHaveLength(1);
  expect(await one.restore('v1', [], restored())).toBe(true);
});

test('the cache does not grow without end', async () => {
  const cache = await AssemblyCache.open(root);
  for (let index = 0; index < 20; index += 1) await cache.keep('v1', [`--${index}`], assembly);
  expect(readdirSync(join(root, 'node_modules/.cache/assemblies'))).toHaveLength(12);
  expect(await cache.restore('v1', ['--19'], restored())).toBe(true);
});
