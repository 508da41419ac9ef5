/** Nodes and what each depends on; every dependency is a node. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Nodes that stand in a cycle, in the graph's order; empty when there is none. */
export function cycles(graph: Graph): string[] {
  const order = topologicalOrder(graph);
  const placed = new Set(order);
  let rest = [...graph.keys()].filter((node) => !placed.has(node));
  // What merely depends on a cycle is not part of it: nothing that is left depends on it.
  for (;;) {
    const needed = new Set(rest.flatMap((node) => [...(graph.get(node) ?? [])]));
    const kept = rest.filter((node) => needed.has(node));
    if (kept.length === rest.length) return rest;
    rest = kept;
  }
}

/** Dependencies first; nodes on or behind a cycle are left out. */
export function topologicalOrder(graph: Graph): string[] {
  const open = new Map([...graph].map(([node, dependencies]) => [node, dependencies.size]));
  const dependents = reversed(graph);
  const order = [...open].filter(([, count]) => count === 0).map(([node]) => node);
  for (const node of order) {
    for (const dependent of dependents.get(node) ?? []) {
      const left = (open.get(dependent) ?? 0) - 1;
      open.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}

/** The same nodes with every edge turned round: what must go before its dependencies may. */
export function reversed(graph: Graph): Map<string, Set<string>> {
  const turned = new Map([...graph.keys()].map((node) => [node, new Set<string>()]));
  for (const [node, dependencies] of graph) {
    for (const dependency of dependencies) turned.get(dependency)?.add(node);
  }
  return turned;
}

/**
 * Runs `visit` on every node once those it depends on are done, independent ones at the same time. A node whose
 * visit answers false, and all that depend on it, count as failed; `proceed` is asked before each start.
 * Resolves when nothing is running and nothing more can start. `visit` must not throw.
 */
export async function visitInOrder(
  graph: Graph,
  visit: (node: string) => Promise<boolean>,
  proceed: () => boolean = () => true,
): Promise<void> {
  const dependents = reversed(graph);
  const open = new Map([...graph].map(([node, dependencies]) => [node, dependencies.size]));
  const start = async (node: string): Promise<void> => {
    if (!proceed() || !(await visit(node))) return;
    const ready = [...(dependents.get(node) ?? [])].filter((dependent) => {
      const left = (open.get(dependent) ?? 0) - 1;
      open.set(dependent, left);
      return left === 0;
    });
    await Promise.all(ready.map(start));
  };
  const roots = [...graph].filter(([, dependencies]) => dependencies.size === 0);
  await Promise.all(roots.map(([node]) => start(node)));
}
