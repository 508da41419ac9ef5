import { elementsOf, memberOf, NOTHING, type SchemaNode } from './contract.ts';

/**
 * Schemas that hold together, with `$ref` and `allOf` followed. Because it is a set of places in the documents, of which
 * there are finitely many, walking through schemas that contain themselves comes to an end.
 */
export class Conjunction {
  readonly nodes: readonly SchemaNode[];
  readonly key: string;

  private constructor(nodes: readonly SchemaNode[]) {
    this.nodes = nodes.toSorted((a, b) => a.id - b.id);
    this.key = this.nodes.map(({ id }) => id).join('&');
  }

  static of(...roots: readonly SchemaNode[]): Conjunction {
    return new Conjunction([...flattened(roots)]);
  }

  and(...others: readonly SchemaNode[]): Conjunction {
    return new Conjunction([...new Set([...this.nodes, ...flattened(others)])]);
  }

  /** The same with one node replaced. */
  with(node: SchemaNode, replacement: SchemaNode): Conjunction {
    return new Conjunction([...new Set(this.nodes.map((one) => (one === node ? replacement : one)))]);
  }

  /** Whether it forbids every value by the schema `false`. */
  get isNothing(): boolean {
    return this.nodes.some(({ keywords }) => keywords === NOTHING);
  }
}

/** The schemas with those that their `$ref` and `allOf` refer to. */
function flattened(roots: readonly SchemaNode[]): Set<SchemaNode> {
  const found = new Set<SchemaNode>();
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    const { keywords, contract } = node;
    const reference = memberOf(keywords, '$ref');
    if (typeof reference === 'string') open.push(contract.schema(contract.resolve(reference)));
    for (const part of elementsOf(memberOf(keywords, 'allOf'))) open.push(contract.schema(part));
  }
  return found;
}
