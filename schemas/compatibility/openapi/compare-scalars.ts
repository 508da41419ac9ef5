import { canonicalJson } from '../../json.ts';
import type { Conjunction } from './conjunction.ts';
import { type JsonObject, memberOf } from './contract.ts';
import { describeValue, describeValues } from './describe.ts';
import { type Facts, isWithinBounds, listedValues, numberOf, tightest } from './facts.ts';
import { isNumeric } from './json-types.ts';
import type { Reason, SchemaRule } from './rule.ts';

interface Scalars {
  sent: Conjunction;
  facts: Facts;
  /** Of one schema of the receiver. */
  expected: JsonObject;
  /** Whether the value travels as text. */
  textual: boolean;
  path: string;
}

/** What `enum`, `const`, the bounds and the formats of the receiver refuse of what is sent. */
export function compareScalars(scalars: Scalars): Reason<SchemaRule>[] {
  const { facts, expected, path, textual } = scalars;
  const listed = compareLists(scalars);
  const values = listableValues(facts);
  if (values === undefined) return [...listed, ...compareNumbers(scalars), ...compareTexts(scalars)];
  const formats = listedFormats(values, scalars);
  const refused = values
    .map((value) => (textual && accepts(expected, 'string') ? String(value) : value))
    .filter((value) => !isWithinBounds(expected, value));
  if (refused.length === 0) return [...listed, ...formats];
  const rule = BOUNDS.find(({ keyword }) => {
    const bound = { [keyword]: memberOf(expected, keyword) };
    return refused.some((value) => !isWithinBounds(bound, value));
  });
  return [
    ...listed,
    ...formats,
    {
      rule: rule?.rule ?? 'pattern',
      path,
      sent: describeValues(refused),
      expected:
        rule === undefined ? 'other values' : `${rule.keyword} ${describeValue(expected[rule.keyword])}`,
      sentence: `{sender} may send ${describeValues(refused)}, and {receiver} does not accept it.`,
    },
  ];
}

function accepts(expected: JsonObject, type: string): boolean {
  const types = memberOf(expected, 'type');
  return Array.isArray(types) ? types.includes(type) : types === type;
}

const BOUNDS: readonly { keyword: string; rule: SchemaRule }[] = [
  { keyword: 'pattern', rule: 'pattern' },
  { keyword: 'minimum', rule: 'minimum' },
  { keyword: 'exclusiveMinimum', rule: 'minimum' },
  { keyword: 'maximum', rule: 'maximum' },
  { keyword: 'exclusiveMaximum', rule: 'maximum' },
  { keyword: 'multipleOf', rule: 'multiple-of' },
  { keyword: 'minLength', rule: 'min-length' },
  { keyword: 'maxLength', rule: 'max-length' },
];

function compareLists({ facts, expected, textual, path }: Scalars): Reason<SchemaRule>[] {
  const list = listedValues(expected);
  if (list === undefined) return [];
  const rule = Object.hasOwn(expected, 'const') ? 'const' : 'enum';
  const values = listableValues(facts);
  const text = (value: unknown) => (textual ? String(value) : canonicalJson(value));
  const known = new Set(list.map(text));
  const unknown = values?.filter((value) => !known.has(text(value)));
  if (unknown?.length === 0) return [];
  return [
    {
      rule,
      path,
      sent: values === undefined ? 'any value of its type' : describeValues(values),
      expected: describeValues(list),
      sentence:
        unknown === undefined
          ? '{sender} may send any value, and {receiver} knows only some.'
          : `{sender} may send ${describeValues(unknown)}, which {receiver} does not know.`,
    },
  ];
}

/** The values where they can be listed: those of a boolean as well. */
function listableValues({ types, values }: Facts): readonly unknown[] | undefined {
  if (values !== undefined) return values;
  const few = [...types].every((type) => type === 'boolean' || type === 'null');
  if (!few) return undefined;
  return [...(types.has('boolean') ? [true, false] : []), ...(types.has('null') ? [null] : [])];
}

function compareNumbers({ sent, facts, expected, path }: Scalars): Reason<SchemaRule>[] {
  if (![...facts.types].some(isNumeric)) return [];
  const isInteger = !facts.types.has('fraction');
  const low = lowest(sent, isInteger);
  const high = negated(lowest(sent, isInteger, true));
  const reasons: (Reason<SchemaRule> | undefined)[] = [
    bound('minimum', path, low, boundOf(expected, isInteger), (a, b) => !isBelow(a, b)),
    bound('maximum', path, high, negated(boundOf(expected, isInteger, true)), (a, b) => !isAbove(a, b)),
    multipleOf(sent, isInteger, expected, path),
    ...NUMBER_FORMATS.map((format) => numberFormat(sent, format, { low, high }, expected, path)),
  ];
  return reasons.filter((reason) => reason !== undefined);
}

interface Bound {
  value: number;
  isExclusive: boolean;
}

/** The lower bound of a schema; with `mirrored` the upper one, as a lower bound of the negative values. */
function boundOf(keywords: JsonObject, isInteger: boolean, mirrored = false): Bound | undefined {
  const sign = mirrored ? -1 : 1;
  const inclusive = numberOf(keywords, mirrored ? 'maximum' : 'minimum');
  const exclusive = numberOf(keywords, mirrored ? 'exclusiveMaximum' : 'exclusiveMinimum');
  const bounds: Bound[] = [];
  if (inclusive !== undefined)
    bounds.push(rounded({ value: sign * inclusive, isExclusive: false }, isInteger));
  if (exclusive !== undefined)
    bounds.push(rounded({ value: sign * exclusive, isExclusive: true }, isInteger));
  return highest(bounds);
}

function lowest({ nodes }: Conjunction, isInteger: boolean, mirrored = false): Bound | undefined {
  const bounds = nodes.map(({ keywords }) => boundOf(keywords, isInteger, mirrored));
  return highest(bounds.filter((bound) => bound !== undefined));
}

function highest(bounds: readonly Bound[]): Bound | undefined {
  return bounds.reduce<Bound | undefined>(
    (best, bound) => (best === undefined || isBelow(best, bound) ? bound : best),
    undefined,
  );
}

/** Of integers, more than 0 is at least 1. */
function rounded({ value, isExclusive }: Bound, isInteger: boolean): Bound {
  if (!isInteger) return { value, isExclusive };
  return { value: isExclusive ? Math.floor(value) + 1 : Math.ceil(value), isExclusive: false };
}

function negated(bound: Bound | undefined): Bound | undefined {
  return bound === undefined ? undefined : { ...bound, value: -bound.value };
}

function isBelow(a: Bound | undefined, b: Bound): boolean {
  if (a === undefined || a.value < b.value) return true;
  return a.value === b.value && b.isExclusive && !a.isExclusive;
}

function isAbove(a: Bound | undefined, b: Bound): boolean {
  if (a === undefined || a.value > b.value) return true;
  return a.value === b.value && b.isExclusive && !a.isExclusive;
}

function bound(
  rule: 'minimum' | 'maximum',
  path: string,
  sent: Bound | undefined,
  expected: Bound | undefined,
  isKept: (sent: Bound | undefined, expected: Bound) => boolean,
): Reason<SchemaRule> | undefined {
  if (expected === undefined || isKept(sent, expected)) return undefined;
  const text = (bound: Bound | undefined) =>
    bound === undefined ? `no ${rule}` : `${rule} ${bound.value}${bound.isExclusive ? ' (exclusive)' : ''}`;
  const direction = rule === 'minimum' ? 'smaller' : 'larger';
  return {
    rule,
    path,
    sent: text(sent),
    expected: text(expected),
    sentence: `{sender} may send a ${direction} number than {receiver} accepts.`,
  };
}

function multipleOf(
  sent: Conjunction,
  isInteger: boolean,
  expected: JsonObject,
  path: string,
): Reason<SchemaRule> | undefined {
  const factor = numberOf(expected, 'multipleOf');
  if (factor === undefined) return undefined;
  const factors = sent.nodes
    .map(({ keywords }) => numberOf(keywords, 'multipleOf'))
    .filter((one) => one !== undefined);
  if ([...factors, ...(isInteger ? [1] : [])].some((one) => Number.isInteger(one / factor))) return undefined;
  return {
    rule: 'multiple-of',
    path,
    sent: factors.length === 0 ? 'any number' : `multiples of ${factors.join(' and ')}`,
    expected: `multiples of ${factor}`,
    sentence: `{sender} may send a number that is no multiple of ${factor}, and {receiver} refuses it.`,
  };
}

const NUMBER_FORMATS = [
  { name: 'int32', low: -(2 ** 31), high: 2 ** 31 - 1, includes: [] as string[] },
  { name: 'int64', low: -(2 ** 63), high: 2 ** 63, includes: ['int32'] },
  { name: 'float', low: undefined, high: undefined, includes: [] as string[] },
  { name: 'double', low: undefined, high: undefined, includes: ['float', 'int32'] },
];

function numberFormat(
  sent: Conjunction,
  { name, low, high, includes }: (typeof NUMBER_FORMATS)[number],
  bounds: { low: Bound | undefined; high: Bound | undefined },
  expected: JsonObject,
  path: string,
): Reason<SchemaRule> | undefined {
  if (memberOf(expected, 'format') !== name) return undefined;
  const formats = formatsOf(sent);
  if ([name, ...includes].some((one) => formats.includes(one))) return undefined;
  const fits =
    low !== undefined && (bounds.low?.value ?? -Infinity) >= low && (bounds.high?.value ?? Infinity) <= high;
  return fits ? undefined : formatReason(formats, name, path);
}

function compareTexts({ sent, facts, expected, textual, path }: Scalars): Reason<SchemaRule>[] {
  const isText = facts.types.has('string') || (textual && accepts(expected, 'string'));
  if (!isText) return [];
  const reasons: Reason<SchemaRule>[] = [];
  const [low, high] = [numberOf(expected, 'minLength') ?? 0, numberOf(expected, 'maxLength') ?? Infinity];
  const sentLow = tightest(sent, 'minLength', Math.max) ?? 0;
  const sentHigh = tightest(sent, 'maxLength', Math.min) ?? Infinity;
  if (sentLow < low) {
    reasons.push({
      rule: 'min-length',
      path,
      sent: `minLength ${sentLow}`,
      expected: `minLength ${low}`,
      sentence: '{sender} may send a shorter text than {receiver} accepts.',
    });
  }
  if (sentHigh > high) {
    reasons.push({
      rule: 'max-length',
      path,
      sent: sentHigh === Infinity ? 'no maxLength' : `maxLength ${sentHigh}`,
      expected: `maxLength ${high}`,
      sentence: '{sender} may send a longer text than {receiver} accepts.',
    });
  }
  return [...reasons, ...pattern(sent, expected, path), ...textFormat(sent, expected, path)];
}

/** Whether all that one pattern matches is matched by another is not decided: a different pattern is a break. */
function pattern(sent: Conjunction, expected: JsonObject, path: string): Reason<SchemaRule>[] {
  const pattern = memberOf(expected, 'pattern');
  if (typeof pattern !== 'string') return [];
  const patterns = sent.nodes
    .map(({ keywords }) => memberOf(keywords, 'pattern'))
    .filter((one) => one !== undefined);
  if (patterns.includes(pattern)) return [];
  return [
    {
      rule: 'pattern',
      path,
      sent: patterns.length === 0 ? 'no pattern' : `pattern ${patterns.map(describeValue).join(' and ')}`,
      expected: `pattern ${describeValue(pattern)}`,
      sentence: '{sender} may send a text that does not match the pattern of {receiver}.',
    },
  ];
}

function textFormat(sent: Conjunction, expected: JsonObject, path: string): Reason<SchemaRule>[] {
  const format = memberOf(expected, 'format');
  if (typeof format !== 'string' || NUMBER_FORMATS.some(({ name }) => name === format)) return [];
  const formats = formatsOf(sent);
  return formats.includes(format) ? [] : [formatReason(formats, format, path)];
}

/** Of listed values, numbers are looked at one by one. */
function listedFormats(values: readonly unknown[], { sent, expected, path }: Scalars): Reason<SchemaRule>[] {
  const format = NUMBER_FORMATS.find(({ name }) => name === memberOf(expected, 'format'));
  if (format === undefined) {
    return values.some((value) => typeof value === 'string') ? textFormat(sent, expected, path) : [];
  }
  const { name, low = -Infinity, high = Infinity } = format;
  const isOutside = (value: unknown) => typeof value === 'number' && (value < low || value > high);
  return values.some(isOutside) ? [formatReason(['listed values'], name, path)] : [];
}

function formatsOf({ nodes }: Conjunction): string[] {
  return nodes.map(({ keywords }) => memberOf(keywords, 'format')).filter((one) => typeof one === 'string');
}

function formatReason(formats: readonly string[], format: string, path: string): Reason<SchemaRule> {
  return {
    rule: 'format',
    path,
    sent: formats.length === 0 ? 'no format' : `format ${formats.join(' and ')}`,
    expected: `format ${format}`,
    sentence: `{sender} may send a value that is no ${format}, and {receiver} refuses it.`,
  };
}
