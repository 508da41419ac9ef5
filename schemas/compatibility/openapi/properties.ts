import type { Direction } from '../contract-change.ts';
import { Conjunction } from './conjunction.ts';
import { elementsOf, entriesOf, memberOf, type SchemaNode } from './contract.ts';

/** The names of properties that an object needs. */
export function requiredOf({ nodes }: Pick<Conjunction, 'nodes'>): Set<string> {
  return new Set(
    nodes.flatMap(({ keywords }) =>
      elementsOf(memberOf(keywords, 'required')).filter((name) => typeof name === 'string'),
    ),
  );
}

export function namesOf({ nodes }: Pick<Conjunction, 'nodes'>): Set<string> {
  return new Set(
    nodes.flatMap(({ keywords }) => entriesOf(memberOf(keywords, 'properties')).map(([name]) => name)),
  );
}

/** The schema that one node has for a property by its name. */
export function ownProperty({ keywords, contract }: SchemaNode, name: string): SchemaNode | undefined {
  const schema = memberOf(memberOf(keywords, 'properties'), name);
  return schema === undefined ? undefined : contract.schema(schema);
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
  const named = nodes.map((node) => ownProperty(node, name));
  const schemas = nodes
    .map((node, index) => named[index] ?? additionalProperties(node))
    .filter((one) => one !== undefined);
  if (schemas.length === 0) return undefined;
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
  const schemas = nodes.map(additionalProperties).filter((one) => one !== undefined);
  return schemas.length === 0 ? undefined : Conjunction.of(...schemas);
}
