import type { Comparison } from './comparison.ts';
import { Conjunction } from './conjunction.ts';
import { elementsOf, memberOf, type SchemaNode } from './contract.ts';
import { numberOf, tightest } from './facts.ts';
import type { Reason, SchemaRule } from './rule.ts';

interface Arrays {
  sent: Conjunction;
  expected: SchemaNode;
  path: string;
  textual: boolean;
  comparison: Comparison;
}

export function compareArrays(arrays: Arrays): Reason<SchemaRule>[] {
  return [...compareLengths(arrays), ...compareElements(arrays)];
}

function compareLengths({ sent, expected: { keywords }, path }: Arrays): Reason<SchemaRule>[] {
  const reasons: Reason<SchemaRule>[] = [];
  const [low, high] = [numberOf(keywords, 'minItems') ?? 0, numberOf(keywords, 'maxItems') ?? Infinity];
  const sentLow = tightest(sent, 'minItems', Math.max) ?? 0;
  const sentHigh = tightest(sent, 'maxItems', Math.min) ?? Infinity;
  if (sentLow < low) {
    reasons.push({
      rule: 'min-items',
      path,
      sent: `minItems ${sentLow}`,
      expected: `minItems ${low}`,
      sentence: '{sender} may send fewer elements than {receiver} accepts.',
    });
  }
  if (sentHigh > high) {
    reasons.push({
      rule: 'max-items',
      path,
      sent: sentHigh === Infinity ? 'no maxItems' : `maxItems ${sentHigh}`,
      expected: `maxItems ${high}`,
      sentence: '{sender} may send more elements than {receiver} accepts.',
    });
  }
  const isUnique =
    sentHigh <= 1 || sent.nodes.some((node) => memberOf(node.keywords, 'uniqueItems') === true);
  if (memberOf(keywords, 'uniqueItems') === true && !isUnique) {
    reasons.push({
      rule: 'unique-items',
      path,
      sent: 'equal elements allowed',
      expected: 'unique elements',
      sentence: '{sender} may send equal elements, and {receiver} accepts each once.',
    });
  }
  return reasons;
}

function compareElements({ sent, expected, path, textual, comparison }: Arrays): Reason<SchemaRule>[] {
  const max = tightest(sent, 'maxItems', Math.min) ?? Infinity;
  const positions = Math.max(...[...sent.nodes, expected].map((node) => prefixOf(node).length));
  // One more for all elements that come after those with a place of their own.
  return Array.from({ length: Math.min(positions + 1, max) }, (_, index) => {
    const wanted = elementAt(expected, index);
    if (wanted === undefined) return [];
    const schemas = sent.nodes.map((node) => elementAt(node, index)).filter((one) => one !== undefined);
    // An element that the sender's contract does not describe may be anything.
    const element = Conjunction.of(...(schemas.length > 0 ? schemas : [expected.contract.schema(true)]));
    const place = index < positions ? `${path}[${index}]` : `${path}[]`;
    return comparison.compareAll(element, Conjunction.of(wanted), place, textual);
  }).flat();
}

function prefixOf({ keywords }: SchemaNode): readonly unknown[] {
  return elementsOf(memberOf(keywords, 'prefixItems'));
}

function elementAt(node: SchemaNode, index: number): SchemaNode | undefined {
  const schema = prefixOf(node)[index] ?? memberOf(node.keywords, 'items');
  return schema === undefined ? undefined : node.contract.schema(schema);
}
