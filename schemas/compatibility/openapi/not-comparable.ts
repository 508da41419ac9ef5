import type { Conjunction } from './conjunction.ts';
import { memberOf, NOTHING, type SchemaNode } from './contract.ts';
import { areEqual, areEqualSchemas } from './equal-schemas.ts';
import type { Facts } from './facts.ts';
import type { JsonType } from './json-types.ts';
import type { Reason, SchemaRule } from './rule.ts';

/** What is not reasoned about: it is a break unless the sender's contract has the same. */
const KEYWORDS: readonly { name: string; types?: readonly JsonType[]; dependsOnOthers?: true }[] = [
  { name: 'not' },
  { name: 'if', dependsOnOthers: true },
  { name: '$dynamicRef', dependsOnOthers: true },
  { name: 'contains', types: ['array'], dependsOnOthers: true },
  { name: 'unevaluatedItems', types: ['array'], dependsOnOthers: true },
  { name: 'propertyNames', types: ['object'] },
  { name: 'patternProperties', types: ['object'], dependsOnOthers: true },
  { name: 'dependentRequired', types: ['object'] },
  { name: 'dependentSchemas', types: ['object'] },
  { name: 'unevaluatedProperties', types: ['object'], dependsOnOthers: true },
];

export function compareUnsupported(
  sent: Conjunction,
  { types }: Facts,
  expected: SchemaNode,
  path: string,
): Reason<SchemaRule>[] {
  const { keywords, contract } = expected;
  if (keywords === NOTHING) return [];
  return KEYWORDS.filter(
    (keyword) =>
      memberOf(keywords, keyword.name) !== undefined &&
      (keyword.types?.some((type) => types.has(type)) ?? true),
  )
    .filter(({ name, dependsOnOthers }) => {
      const isSame = (node: SchemaNode) =>
        dependsOnOthers
          ? areEqualSchemas(node, expected)
          : areEqual(node.contract, memberOf(node.keywords, name), contract, memberOf(keywords, name));
      return !sent.nodes.some((node) => memberOf(node.keywords, name) !== undefined && isSame(node));
    })
    .map(({ name }) => ({
      rule: 'not-comparable',
      path,
      sent: `no equal ${name}`,
      expected: name,
      sentence: `{receiver} has ${name}, which is not compared; whether {sender} keeps it is not known.`,
    }));
}
