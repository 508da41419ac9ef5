import { expect, test } from 'vitest';
import { importCycles } from './cycles.ts';
import { ownImports } from './imports.ts';

test('no files import each other in a circle, type imports included', () => {
  expect(importCycles(ownImports(process.cwd()))).toEqual([]);
});

test('a circle is found, a diamond is none', () => {
  const edges = (...pairs: [string, string][]) => pairs.map(([from, to]) => ({ from, to }));
  expect(importCycles(edges(['a', 'b'], ['b', 'c'], ['c', 'a'], ['c', 'd']))).toEqual([['a', 'b', 'c']]);
  expect(importCycles(edges(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']))).toEqual([]);
});
