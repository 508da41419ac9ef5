import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeMemoryDirectory } from '../../../src/core/memory-directory.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'memory-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test('scratch space is made where there is room', async () => {
  const path = await folder();
  const made = await makeMemoryDirectory(path, {});
  expect(made?.startsWith(path)).toBe(true);
  expect(existsSync(made ?? '')).toBe(true);
});

test.each([
  ['there is no memory file system', '/no/such/file/system', {}],
  ['TMPDIR names another place', tmpdir(), { TMPDIR: '/elsewhere' }],
])('none is made when %s', async (_when, path, environment) => {
  expect(await makeMemoryDirectory(path, environment)).toBeUndefined();
});
