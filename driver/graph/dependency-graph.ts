import { percentile } from '../percentile.ts';

/** One call or message that was observed between two nodes. */
export interface ObservedCall {
  from: string;
  to: string;
  mode: 'sync' | 'async';
  /** Until the answer (sync), or how long the receiver worked (async); undefined where nothing measures it. */
  ms?: number;
  /** HTTP status 5xx or 429; async: the receiver failed. */
  failed: boolean;
}

/** Who calls whom, how often and how long it takes. */
export interface Edge {
  from: string;
  to: string;
  mode: 'sync' | 'async';
  calls: number;
  failures: number;
  /** Milliseconds; null where no call was measured. */
  p50: number | null;
  p99: number | null;
}

export interface DependencyGraph {
  nodes: string[];
  edges: Edge[];
  /** Services that wait for one another in the longest chain of synchronous calls. */
  depth: number;
  /** The most services that one service waits for. */
  fanOut: number;
  /** Each as the services that it goes through, the first one not repeated. */
  cycles: string[][];
}

export function dependencyGraph(calls: readonly ObservedCall[]): DependencyGraph {
  const edges = aggregate(calls);
  const waitsFor = synchronous(edges);
  return {
    nodes: [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort(),
    edges,
    depth: depthOf(waitsFor),
    fanOut: Math.max(0, ...[...waitsFor.values()].map((to) => to.length)),
    cycles: cyclesOf(waitsFor),
  };
}

function aggregate(calls: readonly ObservedCall[]): Edge[] {
  const groups = Map.groupBy(calls, ({ from, to, mode }) => JSON.stringify([from, to, mode]));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const sorted = group.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).sort((a, b) => a - b);
      return {
        from: first.from,
        to: first.to,
        mode: first.mode,
        calls: group.length,
        failures: group.filter(({ failed }) => failed).length,
        p50: percentile(sorted, 0.5),
        p99: percentile(sorted, 0.99),
      };
    })
    .sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

function synchronous(edges: readonly Edge[]): Map<string, string[]> {
  const groups = Map.groupBy(
    edges.filter(({ mode }) => mode === 'sync'),
    ({ from }) => from,
  );
  return new Map([...groups].map(([from, group]) => [from, group.map(({ to }) => to)]));
}

/** In calls, so that a client that calls one service has depth 1. A cycle counts once. */
function depthOf(waitsFor: ReadonlyMap<string, readonly string[]>): number {
  const below = (node: string, path: ReadonlySet<string>): number => {
    const next = (waitsFor.get(node) ?? []).filter((to) => !path.has(to));
    return Math.max(0, ...next.map((to) => 1 + below(to, new Set([...path, to]))));
  };
  return Math.max(0, ...[...waitsFor.keys()].map((node) => below(node, new Set([node]))));
}

function cyclesOf(waitsFor: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles = new Map<string, string[]>();
  const walk = (node: string, path: readonly string[]): void => {
    for (const to of waitsFor.get(node) ?? []) {
      const start = path.indexOf(to);
      if (start >= 0) {
        const cycle = startingWithLeast(path.slice(start));
        cycles.set(cycle.join(' '), cycle);
      } else walk(to, [...path, to]);
    }
  };
  for (const node of waitsFor.keys()) walk(node, [node]);
  return [...cycles.values()];
}

/** The same cycle is found from each of its nodes. */
function startingWithLeast(cycle: readonly string[]): string[] {
  const least = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}
