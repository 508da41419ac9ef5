import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { copyWorkspace, run } from '../support/workspace-copy.ts';

// Each packing compiles a package.
vi.setConfig({ testTimeout: 240_000 });

let root: string;
let directory: string;
let before: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'pack-'));
  copyWorkspace(root);
  directory = join(root, 'packages/testing');
  before = manifest();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function manifest(): string {
  return readFileSync(join(directory, 'package.json'), 'utf8');
}

test('a packing that was interrupted is undone by the next one', async () => {
  await run(directory, 'npm', 'run', 'prepack');
  expect(JSON.parse(manifest()).exports['.']).toEqual({
    types: './dist/index.d.ts',
    default: './dist/index.js',
  });
  await run(directory, 'npm', 'pack', '--pack-destination', root);
  expect(manifest()).toBe(before);
  expect(existsSync(join(directory, 'dist'))).toBe(false);
  expect(existsSync(join(root, 'modes-of-dataflow-testing-0.1.0.tgz'))).toBe(true);
});

test('sources that do not compile are not packed, and package.json stays as it is', async () => {
  const file = join(directory, 'src/eventually.ts');
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, `${source}\nexport const wrong: number = 'text';\n`);
  await expect(run(directory, 'npm', 'pack', '--pack-destination', root)).rejects.toMatchObject({
    stdout: expect.stringContaining('eventually.ts'),
  });
  expect(manifest()).toBe(before);
  writeFileSync(file, source);
});
