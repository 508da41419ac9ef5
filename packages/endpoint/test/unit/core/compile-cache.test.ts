import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCacheVariable } from '../../../src/core/compile-cache.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'compile-cache-'));
  for (const directory of [
    'workspace/node_modules',
    'workspace/packages/endpoint/src',
    'project/node_modules/@modes-of-dataflow/endpoint/dist',
    'project/node_modules/@modes-of-dataflow/endpoint/node_modules',
    'other/node_modules/@modes-of-dataflow/endpoint/dist',
  ]) {
    mkdirSync(join(root, directory), { recursive: true });
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['in a workspace', 'workspace/packages/endpoint/src', 'workspace/node_modules'],
  [
    'in an installed package with packages of its own',
    'project/node_modules/@modes-of-dataflow/endpoint/dist',
    'project/node_modules/@modes-of-dataflow/endpoint/node_modules',
  ],
  ['in an installed package', 'other/node_modules/@modes-of-dataflow/endpoint/dist', 'other/node_modules'],
])('%s, the cache is in node_modules', (_where, directory, modules) => {
  expect(compileCacheVariable(join(root, directory))).toEqual({
    NODE_COMPILE_CACHE: join(root, modules, '.cache/embedded-endpoint'),
  });
});

test('without node_modules there is no cache', () => {
  expect(compileCacheVariable('/')).toEqual({});
});
