import { describe, expect, test } from 'vitest';
import { dependencyGraph, type ObservedCall } from '../../../../driver/graph/dependency-graph.ts';

const call = (from: string, to: string, more: Partial<ObservedCall> = {}): ObservedCall => ({
  from,
  to,
  mode: 'sync',
  ms: 10,
  failed: false,
  ...more,
});

describe('an edge', () => {
  test('has the number of calls, of failures and percentiles by nearest rank', () => {
    const calls = Array.from({ length: 100 }, (_, index) =>
      call('a', 'b', { ms: index + 1, failed: index < 3 }),
    );
    expect(dependencyGraph(calls).edges).toEqual([
      { from: 'a', to: 'b', mode: 'sync', calls: 100, failures: 3, p50: 50, p99: 99 },
    ]);
  });

  test('keeps synchronous and asynchronous calls between the same services apart', () => {
    const { edges } = dependencyGraph([call('a', 'b'), call('a', 'b', { mode: 'async' })]);
    expect(edges.map(({ mode }) => mode).sort()).toEqual(['async', 'sync']);
  });

  test('has no percentile where nothing was measured', () => {
    const [edge] = dependencyGraph([{ from: 'a', to: 'b', mode: 'async', failed: false }]).edges;
    expect(edge).toMatchObject({ calls: 1, p50: null, p99: null });
  });
});

describe('the graph', () => {
  test('is as deep as its longest chain of synchronous calls', () => {
    const graph = dependencyGraph([
      call('client', 'orders'),
      call('orders', 'payments'),
      call('payments', 'fraud'),
      call('orders', 'carrier'),
      call('fraud', 'topic', { mode: 'async' }),
    ]);
    expect(graph).toMatchObject({ depth: 3, fanOut: 2, cycles: [] });
  });

  test('names each cycle once, whatever it is entered through', () => {
    const graph = dependencyGraph([call('x', 'b'), call('b', 'c'), call('c', 'a'), call('a', 'b')]);
    expect(graph.cycles).toEqual([['a', 'b', 'c']]);
    expect(graph.depth).toBe(3);
  });

  test('of no calls is empty', () => {
    expect(dependencyGraph([])).toEqual({ nodes: [], edges: [], depth: 0, fanOut: 0, cycles: [] });
  });
});
