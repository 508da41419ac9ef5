import { canonicalJson } from '../../json.ts';
import { canExist } from './can-exist.ts';
import type { Comparison } from './comparison.ts';
import { Conjunction } from './conjunction.ts';
import { memberOf, NOTHING, type SchemaNode } from './contract.ts';
import { describeValue } from './describe.ts';
import { areEqualSchemas } from './equal-schemas.ts';
import { numberOf, tightest } from './facts.ts';
import {
  additionalProperties,
  isHidden,
  namesOf,
  othersOf,
  ownProperties,
  propertyOf,
  requiredOf,
} from './properties.ts';
import type { Reason, SchemaRule } from './rule.ts';

interface Objects {
  sent: Conjunction;
  /** One schema of the receiver. */
  expected: SchemaNode;
  path: string;
  textual: boolean;
  comparison: Comparison;
}

/**
 * A sender sends the properties that its contract names, and others only where `additionalProperties` has a schema for
 * them. A receiver ignores properties that it does not name unless its `additionalProperties` speaks of them.
 */
export function compareObjects(objects: Objects): Reason<SchemaRule>[] {
  return [
    ...compareRequired(objects),
    ...compareProperties(objects),
    ...compareOthers(objects),
    ...compareSizes(objects),
  ];
}

function compareRequired({ sent, expected, path, comparison }: Objects): Reason<SchemaRule>[] {
  const present = requiredOf(sent);
  return [...requiredOf({ nodes: [expected] })].flatMap((name) => {
    if (isHidden(Conjunction.of(...ownProperties(expected, name)), comparison.direction)) return [];
    const property = propertyOf(sent, name, comparison.direction);
    if (property !== undefined && present.has(name)) return [];
    return [
      {
        rule: 'required',
        path: `${path}/${name}`,
        sent: property === undefined ? 'absent' : 'optional',
        expected: 'required',
        sentence: `{sender} ${property === undefined ? 'does not send' : 'may omit'} it, and {receiver} requires it.`,
      } as const,
    ];
  });
}

function compareProperties({ sent, expected, path, textual, comparison }: Objects): Reason<SchemaRule>[] {
  const { direction } = comparison;
  const names = namesOf({ nodes: [expected] }).union(namesOf(sent));
  return [...names].flatMap((name) => {
    const property = propertyOf(sent, name, direction);
    if (property === undefined || !canExist(property)) return [];
    const place = `${path}/${name}`;
    const own = ownProperties(expected, name);
    const additional = additionalProperties(expected);
    if (own.length === 0 && additional === undefined) return [];
    const wanted = Conjunction.of(...(own.length === 0 && additional !== undefined ? [additional] : own));
    if (own.length === 0 && wanted.isNothing) {
      return [
        {
          rule: 'additional-properties',
          path: place,
          sent: requiredOf(sent).has(name) ? 'required' : 'optional',
          expected: 'no property of this name',
          sentence: '{sender} may send it, and {receiver} refuses properties that it does not know.',
        } as const,
      ];
    }
    const isOptional = !requiredOf(sent).has(name);
    return [
      ...comparison.compareAll(property, wanted, place, textual),
      ...(direction === 'request' && isOptional ? compareDefaults(property, wanted, place) : []),
    ];
  });
}

/** A request without a value means the default of who sends it. */
export function compareDefaults(
  sent: Conjunction,
  expected: Conjunction,
  path: string,
): Reason<SchemaRule>[] {
  const meant = defaultOf(sent);
  const understood = defaultOf(expected);
  if (meant === undefined || meant === understood) return [];
  return [
    {
      rule: 'default',
      path,
      sent: `default ${describeValue(JSON.parse(meant))}`,
      expected: understood === undefined ? 'no default' : `default ${describeValue(JSON.parse(understood))}`,
      sentence: '{sender} that omits it means another value than {receiver} understands.',
    },
  ];
}

/** As JSON, so that equal ones are equal. */
function defaultOf({ nodes }: Conjunction): string | undefined {
  const found = nodes.find(({ keywords }) => Object.hasOwn(keywords, 'default'));
  return found === undefined ? undefined : canonicalJson(memberOf(found.keywords, 'default'));
}

function compareOthers({ sent, expected, path, textual, comparison }: Objects): Reason<SchemaRule>[] {
  const others = othersOf(sent);
  const wanted = additionalProperties(expected);
  if (others === undefined || wanted === undefined || !canExist(others)) return [];
  if (sent.nodes.some((node) => areEqualSchemas(node, expected))) return [];
  if (wanted.keywords !== NOTHING) {
    return comparison.compareAll(others, Conjunction.of(wanted), `${path}/*`, textual);
  }
  return [
    {
      rule: 'additional-properties',
      path: `${path}/*`,
      sent: 'properties of any name',
      expected: 'named properties only',
      sentence:
        '{sender} may send properties of any name, and {receiver} refuses those that it does not know.',
    },
  ];
}

function compareSizes({ sent, expected: { keywords }, path, comparison }: Objects): Reason<SchemaRule>[] {
  const [low, high] = [
    numberOf(keywords, 'minProperties') ?? 0,
    numberOf(keywords, 'maxProperties') ?? Infinity,
  ];
  const sentLow = Math.max(tightest(sent, 'minProperties', Math.max) ?? 0, requiredOf(sent).size);
  const named = [...namesOf(sent)].filter(
    (name) => propertyOf(sent, name, comparison.direction) !== undefined,
  );
  const others = othersOf(sent);
  const known = others === undefined || !canExist(others) ? named.length : Infinity;
  const sentHigh = Math.min(tightest(sent, 'maxProperties', Math.min) ?? Infinity, known);
  const reasons: Reason<SchemaRule>[] = [];
  if (sentLow < low) {
    reasons.push({
      rule: 'min-properties',
      path,
      sent: `at least ${sentLow}`,
      expected: `at least ${low}`,
      sentence: '{sender} may send fewer properties than {receiver} accepts.',
    });
  }
  if (sentHigh > high) {
    reasons.push({
      rule: 'max-properties',
      path,
      sent: sentHigh === Infinity ? 'any number of properties' : `at most ${sentHigh}`,
      expected: `at most ${high}`,
      sentence: '{sender} may send more properties than {receiver} accepts.',
    });
  }
  return reasons;
}
