import { describe, expect, test } from 'vitest';
import { cycles, topologicalOrder, visitInOrder } from '../../../src/cloudformation/template/graph.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([node, dependencies]) => [node, new Set(dependencies)]));

describe('a graph of resources', () => {
  test('is ordered with dependencies first', () => {
    expect(topologicalOrder(graph({ c: ['b'], b: ['a'], a: [] }))).toEqual(['a', 'b', 'c']);
  });

  test('names those on a cycle and not those that merely depend on it', () => {
    expect(cycles(graph({ a: ['b'], b: ['a'], c: ['a'], d: [] }))).toEqual(['a', 'b']);
    expect(cycles(graph({ a: ['a'] }))).toEqual(['a']);
    expect(cycles(graph({ a: ['b'], b: [] }))).toEqual([]);
  });

  test('visits independent nodes at the same time and dependents afterwards', async () => {
    const started: string[] = [];
    const open = new Map<string, () => void>();
    const visiting = visitInOrder(graph({ a: [], b: [], c: ['a', 'b'] }), async (node) => {
      started.push(node);
      await new Promise<void>((resolve) => open.set(node, resolve));
      return true;
    });
    expect(started).toEqual(['a', 'b']);
    open.get('a')?.();
    open.get('b')?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual(['a', 'b', 'c']);
    open.get('c')?.();
    await visiting;
  });

  test('does not visit what depends on a failure', async () => {
    const visited: string[] = [];
    await visitInOrder(graph({ a: [], b: ['a'], c: [] }), async (node) => {
      visited.push(node);
      return node !== 'a';
    });
    expect(visited).toEqual(['a', 'c']);
  });
});
