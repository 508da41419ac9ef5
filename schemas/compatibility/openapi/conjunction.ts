import { elementsOf, InvalidContractError, memberOf, NOTHING, type SchemaNode } from './contract.ts';

/** The most combinations of `oneOf` and `anyOf` that one schema may stand for. */
const MAX_VARIANTS = 256;

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
    return new Conjunction([...found]);
  }

  and(...others: readonly SchemaNode[]): Conjunction {
    return Conjunction.of(...this.nodes, ...others);
  }

  /** Whether it forbids every value by the schema `false`. */
  get isNothing(): boolean {
    return this.nodes.some(({ keywords }) => keywords === NOTHING);
  }
}

export function alternativesOf(node: SchemaNode, keyword: 'oneOf' | 'anyOf'): SchemaNode[] | undefined {
  const found = memberOf(node.keywords, keyword);
  return found === undefined ? undefined : elementsOf(found).map((one) => node.contract.schema(one));
}

/** One combination of the alternatives of a schema. */
export interface Variant {
  schemas: Conjunction;
  /** The other alternatives of each `oneOf`: a value of this variant is valid for none of them. */
  excluded: readonly SchemaNode[];
}

/** Every combination of the `oneOf` and `anyOf` that a schema has. @throws InvalidContractError if there are too many */
export function variantsOf(schemas: Conjunction): Variant[] {
  const variants: Variant[] = [];
  const open: (Variant & { chosen: ReadonlySet<string> })[] = [{ schemas, excluded: [], chosen: new Set() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choice = choiceIn(next.schemas, next.chosen);
    if (choice === undefined) {
      variants.push(next);
      continue;
    }
    const { schemas, excluded } = next;
    const chosen = new Set([...next.chosen, choice.key]);
    for (const one of choice.alternatives) {
      const others = choice.alternatives.filter((other) => choice.isExclusive && other !== one);
      open.push({ schemas: schemas.and(one), excluded: [...excluded, ...others], chosen });
    }
    if (open.length + variants.length > MAX_VARIANTS) {
      throw new InvalidContractError(
        '',
        `a schema has more than ${MAX_VARIANTS} combinations of alternatives`,
      );
    }
  }
  return variants;
}

function choiceIn({ nodes }: Conjunction, chosen: ReadonlySet<string>) {
  for (const node of nodes) {
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const key = `${node.id} ${keyword}`;
      const alternatives = alternativesOf(node, keyword);
      if (alternatives !== undefined && !chosen.has(key)) {
        return { key, alternatives, isExclusive: keyword === 'oneOf' };
      }
    }
  }
  return undefined;
}
