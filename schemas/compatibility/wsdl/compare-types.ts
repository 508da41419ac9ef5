import type { BaseType, SimpleType } from '../../wsdl/soap-contract.ts';
import type { Reason, TypeRule } from './rule.ts';

/** Types whose every text is also a text of the type on the left, whatever it then means. */
const READS: Record<BaseType, ReadonlySet<BaseType>> = {
  string: new Set(['string', 'anyURI', 'date', 'int', 'long']),
  anyURI: new Set(['anyURI', 'string', 'date', 'int', 'long']),
  date: new Set(['date']),
  int: new Set(['int', 'long']),
  long: new Set(['long', 'int']),
};

const RANGES = new Map<BaseType, readonly [bigint, bigint]>([
  ['int', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['long', [-(2n ** 63n), 2n ** 63n - 1n]],
]);

/** What a receiver of `expected` may refuse of the values that `sent` allows. */
export function compareTypes(sent: SimpleType, expected: SimpleType, path: string): Reason<TypeRule>[] {
  const isNumber = RANGES.has(sent.base) && RANGES.has(expected.base);
  const hasFacets = Object.keys(expected).length > 1;
  // A text that stands for a number has lengths and patterns that its type does not say.
  if (!READS[expected.base].has(sent.base) || (sent.base !== expected.base && !isNumber && hasFacets)) {
    return [
      {
        rule: 'type',
        path,
        sent: `xsd:${sent.base}`,
        expected: `xsd:${expected.base}`,
        sentence: `{sender} sends xsd:${sent.base}, and {receiver} reads xsd:${expected.base}.`,
      },
    ];
  }
  return [
    ...compareEnumerations(sent, expected, path),
    ...comparePatterns(sent, expected, path),
    ...(isNumber ? compareRanges(sent, expected, path) : compareLengths(sent, expected, path)),
  ];
}

function compareEnumerations(sent: SimpleType, expected: SimpleType, path: string): Reason<'enumeration'>[] {
  const { enumeration } = expected;
  if (enumeration === undefined) return [];
  const added = sent.enumeration?.filter((value) => !enumeration.includes(value));
  if (added?.length === 0) return [];
  const which = added === undefined ? 'other values' : added.join(', ');
  return [
    {
      rule: 'enumeration',
      path,
      sent: sent.enumeration?.join(' | ') ?? 'any value',
      expected: enumeration.join(' | '),
      sentence: `{sender} may send ${which}, which {receiver} does not know.`,
    },
  ];
}

function comparePatterns(sent: SimpleType, expected: SimpleType, path: string): Reason<'pattern'>[] {
  const { pattern } = expected;
  if (pattern === undefined || sent.pattern === pattern) return [];
  const compiled = new RegExp(`^(?:${pattern})$`, 'u');
  if (sent.enumeration?.every((value) => compiled.test(value))) return [];
  return [
    {
      rule: 'pattern',
      path,
      sent: sent.pattern ?? 'any text',
      expected: pattern,
      sentence: '{sender} may send values that do not match the pattern of {receiver}.',
    },
  ];
}

function compareLengths(
  sent: SimpleType,
  expected: SimpleType,
  path: string,
): Reason<'min-length' | 'max-length'>[] {
  const lengths = sent.enumeration?.map((value) => [...value].length);
  const min = lengths === undefined ? (sent.minLength ?? 0) : Math.min(...lengths);
  const max = lengths === undefined ? (sent.maxLength ?? Number.POSITIVE_INFINITY) : Math.max(...lengths);
  const reasons: Reason<'min-length' | 'max-length'>[] = [];
  if (min < (expected.minLength ?? 0)) {
    reasons.push({
      rule: 'min-length',
      path,
      sent: String(min),
      expected: String(expected.minLength),
      sentence: `{sender} may send fewer characters than the ${expected.minLength} that {receiver} needs.`,
    });
  }
  if (max > (expected.maxLength ?? Number.POSITIVE_INFINITY)) {
    reasons.push({
      rule: 'max-length',
      path,
      sent: max === Number.POSITIVE_INFINITY ? 'no limit' : String(max),
      expected: String(expected.maxLength),
      sentence: `{sender} may send more characters than the ${expected.maxLength} that {receiver} takes.`,
    });
  }
  return reasons;
}

function compareRanges(
  sent: SimpleType,
  expected: SimpleType,
  path: string,
): Reason<'minimum' | 'maximum'>[] {
  const [low, high] = rangeOf(sent);
  const [min, max] = rangeOf(expected);
  const reasons: Reason<'minimum' | 'maximum'>[] = [];
  if (low < min) {
    reasons.push({
      rule: 'minimum',
      path,
      sent: String(low),
      expected: String(min),
      sentence: `{sender} may send less than ${min}, the least that {receiver} takes.`,
    });
  }
  if (high > max) {
    reasons.push({
      rule: 'maximum',
      path,
      sent: String(high),
      expected: String(max),
      sentence: `{sender} may send more than ${max}, the most that {receiver} takes.`,
    });
  }
  return reasons;
}

function rangeOf({ base, minInclusive, maxInclusive }: SimpleType): readonly [bigint, bigint] {
  const [min, max] = RANGES.get(base) ?? [0n, 0n];
  const low = minInclusive === undefined ? min : BigInt(minInclusive);
  const high = maxInclusive === undefined ? max : BigInt(maxInclusive);
  return [low < min ? min : low, high > max ? max : high];
}
