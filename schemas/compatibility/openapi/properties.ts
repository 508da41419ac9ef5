import type { Direction } from '../contract-change.ts';
import { Conjunction } from './conjunction.ts';
import { elementsOf, entriesOf, memberOf, type SchemaNode } from './contract.ts';
import { matches } from './pattern.ts';

/** The names of properties that an object needs. */
export function requiredOf({ nodes }: Pick<Conjunction, 'nodes'>): Set<string> {
  return new Set(
    nodes.flatMap(({ keywords }) =>
      elementsOf(memberOf(keywords, 'required')).filter((name) => typeof name === 'string'),
    ),
  );
}

/** The names of all properties that are described or needed. */
export function namesOf({ nodes }: Pick<Conjunction, 'nodes'>): Set<string> {
  const described = nodes.flatMap(({ keywords }) =>
    entriesOf(memberOf(keywords, 'properties')).map(([name]) => name),
  );
  return new Set(described).union(requiredOf({ nodes }));
}

/** The schemas that one node has for a property: by its name, and by the patterns that match it. */
export function ownProperties({ keywords, contract }: SchemaNode, name: string): SchemaNode[] {
  const named = memberOf(memberOf(keywords, 'properties'), name);
  const matching = entriesOf(memberOf(keywords, 'patternProperties')).filter(([pattern]) =>
    matches(pattern, name),
  );
  return [...(named === undefined ? [] : [named]), ...matching.map(([, schema]) => schema)].map((schema) =>
    contract.schema(schema),
  );
}

/** The schema that one node has for properties that it does not name. `true` says no more than its absence does. */
export function additionalProperties({ keywords, contract }: SchemaNode): SchemaNode | undefined {
  const schema = memberOf(keywords, 'additionalProperties');
  return schema === undefined || schema === true ? undefined : contract.schema(schema);
}

/**
 * What a sender may send as a property: undefined when its contract says nothing of it.
 *
 * @param direction in which it is sent: a property that is `readOnly` is in no request, one that is `writeOnly` in no answer
 */
export function propertyOf(
  { nodes }: Conjunction,
  name: string,
  direction: Direction | 'any',
): Conjunction | undefined {
  const schemas = nodes.flatMap((node) => {
    const own = ownProperties(node, name);
    return own.length > 0 ? own : [additionalProperties(node)].filter((one) => one !== undefined);
  });
  const [node] = nodes;
  if (schemas.length === 0) {
    // A property that is only required may have any value.
    const isRequired = node !== undefined && requiredOf({ nodes }).has(name);
    return isRequired ? Conjunction.of(node.contract.schema(true)) : undefined;
  }
  const property = Conjunction.of(...schemas);
  return isHidden(property, direction) ? undefined : property;
}

/** A property that is not sent in this direction. */
export function isHidden({ nodes }: Conjunction, direction: Direction | 'any'): boolean {
  if (direction === 'any') return false;
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  return nodes.some(({ keywords }) => memberOf(keywords, keyword) === true);
}

/** What a sender may send as properties that it does not name: undefined when its contract says nothing of them. */
export function othersOf({ nodes }: Conjunction): Conjunction | undefined {
  const schemas = nodes
    // Which names a pattern stands for is not looked at: they may have any value.
    .map((node) =>
      memberOf(node.keywords, 'patternProperties') === undefined
        ? additionalProperties(node)
        : node.contract.restriction({}),
    )
    .filter((one) => one !== undefined);
  return schemas.length === 0 ? undefined : Conjunction.of(...schemas);
}
