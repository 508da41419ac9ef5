import type { DependencyGraph, Edge } from '../../driver/graph/dependency-graph.ts';

/** A Mermaid flowchart: solid arrows wait for an answer, dotted ones do not. */
export function renderMermaid({ nodes, edges }: DependencyGraph): string {
  const ids = new Map(nodes.map((node, index) => [node, `n${index}`]));
  return [
    'flowchart LR',
    ...nodes.map((node) => `  ${ids.get(node)}${shape(node)}`),
    ...edges.map((edge) => {
      const arrow = edge.mode === 'sync' ? '-->' : '-.->';
      return `  ${ids.get(edge.from)} ${arrow}|"${edgeLabel(edge)}"| ${ids.get(edge.to)}`;
    }),
  ].join('\n');
}

function shape(node: string): string {
  const text = `"${node.replaceAll('"', "'")}"`;
  if (node.endsWith(' table')) return `[(${text})]`;
  if (node.endsWith(' topic')) return `{{${text}}}`;
  return node.endsWith(' queue') ? `[[${text}]]` : `[${text}]`;
}

/** `120 calls, p99 35 ms`, and the failures if there were any. Asynchronous writes have no duration, deliveries have one. */
export function edgeLabel({ mode, calls, failures, p99 }: Edge): string {
  const [one, several] =
    mode === 'sync' ? ['call', 'calls'] : p99 === null ? ['write', 'writes'] : ['batch', 'batches'];
  return [
    `${calls} ${calls === 1 ? one : several}`,
    ...(p99 === null ? [] : [`p99 ${Math.round(p99)} ms`]),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ].join(', ');
}
