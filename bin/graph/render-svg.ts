import { instance } from '@viz-js/viz';
import type { DependencyGraph } from '../../driver/graph/dependency-graph.ts';
import { edgeLabel } from './render-mermaid.ts';

/** The graph as SVG, laid out by Graphviz from left to right. */
export async function renderSvg({ nodes, edges }: DependencyGraph): Promise<string> {
  const viz = await instance();
  return viz.renderString(
    {
      directed: true,
      graphAttributes: { rankdir: 'LR', nodesep: 0.4, ranksep: 0.8 },
      nodeAttributes: { fontname: 'Helvetica', fontsize: 12, shape: 'box', style: 'rounded' },
      edgeAttributes: { fontname: 'Helvetica', fontsize: 10 },
      nodes: nodes.map((name) => ({ name, attributes: { shape: shape(name) } })),
      edges: edges.map((edge) => ({
        tail: edge.from,
        head: edge.to,
        attributes: { label: edgeLabel(edge), style: edge.mode === 'sync' ? 'solid' : 'dashed' },
      })),
    },
    { format: 'svg' },
  );
}

function shape(node: string): string {
  if (node.endsWith(' table')) return 'cylinder';
  return node.endsWith(' topic') || node.endsWith(' queue') ? 'cds' : 'box';
}
