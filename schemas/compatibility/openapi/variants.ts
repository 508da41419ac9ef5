import type { Conjunction } from './conjunction.ts';
import { elementsOf, InvalidContractError, memberOf, type SchemaNode } from './contract.ts';
import { factsOf } from './facts.ts';

/** The most combinations of `oneOf` and `anyOf` that one schema may stand for. */
const MAX_VARIANTS = 256;

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
  const variants = new Map<string, Variant>();
  const open: (Variant & { chosen: ReadonlySet<string> })[] = [{ schemas, excluded: [], chosen: new Set() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choice = choiceIn(next.schemas, next.chosen);
    if (choice === undefined) {
      variants.set(keyOf(next), { schemas: next.schemas, excluded: next.excluded });
      continue;
    }
    const { node, keyword, alternatives } = choice;
    const rest = next.schemas.with(node, node.contract.without(node, keyword));
    const chosen = new Set([...next.chosen, choice.key]);
    for (const [index, one] of alternatives.entries()) {
      const others = alternatives.filter((_, other) => keyword === 'oneOf' && other !== index);
      const combined = rest.and(one);
      if (factsOf(combined).types.size === 0) continue;
      open.push({ schemas: combined, excluded: [...new Set([...next.excluded, ...others])], chosen });
    }
    if (open.length + variants.size > MAX_VARIANTS) {
      throw new InvalidContractError(
        '',
        `a schema has more than ${MAX_VARIANTS} combinations of alternatives`,
      );
    }
  }
  return [...variants.values()];
}

function keyOf({ schemas, excluded }: Variant): string {
  const ids = excluded.map(({ id }) => id).toSorted((a, b) => a - b);
  return `${schemas.key} not ${ids.join()}`;
}

/** The next choice; one that was made is not made again where a schema is an alternative of itself. */
function choiceIn({ nodes }: Conjunction, chosen: ReadonlySet<string>) {
  for (const node of nodes) {
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const key = `${node.id} ${keyword}`;
      const alternatives = alternativesOf(node, keyword);
      if (alternatives !== undefined && !chosen.has(key)) return { key, node, keyword, alternatives };
    }
  }
  return undefined;
}
