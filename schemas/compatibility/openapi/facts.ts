import { canonicalJson } from '../../json.ts';
import type { Conjunction } from './conjunction.ts';
import { elementsOf, type JsonObject, memberOf } from './contract.ts';
import { JSON_TYPES, type JsonType, typeOf, typesOf } from './json-types.ts';
import { matches } from './pattern.ts';

/** What all schemas of a conjunction say together about a value. */
export interface Facts {
  types: ReadonlySet<JsonType>;
  /** The only values there can be, where they are listed. */
  values: readonly unknown[] | undefined;
}

export function factsOf({ nodes }: Conjunction): Facts {
  const types = nodes.reduce<ReadonlySet<JsonType>>(
    (left, { keywords }) => left.intersection(typesOf(keywords)),
    new Set(JSON_TYPES),
  );
  const lists = nodes.map(({ keywords }) => listedValues(keywords)).filter((list) => list !== undefined);
  const [first, ...others] = lists;
  if (first === undefined) return { types, values: undefined };
  const values = first
    .filter((value) => types.has(typeOf(value)))
    .filter((value) => others.every((list) => includesValue(list, value)))
    .filter((value) => nodes.every(({ keywords }) => isWithinBounds(keywords, value)));
  return { types: new Set(values.map(typeOf)), values };
}

/** The values of `enum` or `const`, undefined when there is neither. */
export function listedValues(keywords: JsonObject): readonly unknown[] | undefined {
  if (Object.hasOwn(keywords, 'const')) return [keywords['const']];
  const values = memberOf(keywords, 'enum');
  return values === undefined ? undefined : elementsOf(values);
}

export function includesValue(list: readonly unknown[], value: unknown): boolean {
  const text = canonicalJson(value);
  return list.some((one) => canonicalJson(one) === text);
}

/** A number of a keyword, such as `minimum`. */
export function numberOf(keywords: JsonObject, keyword: string): number | undefined {
  const value = memberOf(keywords, keyword);
  return typeof value === 'number' ? value : undefined;
}

/** The tightest bound of several schemas. */
export function tightest(
  { nodes }: Conjunction,
  keyword: string,
  pick: (...bounds: number[]) => number,
): number | undefined {
  const bounds = nodes
    .map(({ keywords }) => numberOf(keywords, keyword))
    .filter((bound) => bound !== undefined);
  return bounds.length === 0 ? undefined : pick(...bounds);
}

/** Whether a number or a string keeps the bounds of one schema; other values always do. */
export function isWithinBounds(keywords: JsonObject, value: unknown): boolean {
  if (typeof value === 'number') {
    const multiple = numberOf(keywords, 'multipleOf');
    return (
      value >= (numberOf(keywords, 'minimum') ?? -Infinity) &&
      value > (numberOf(keywords, 'exclusiveMinimum') ?? -Infinity) &&
      value <= (numberOf(keywords, 'maximum') ?? Infinity) &&
      value < (numberOf(keywords, 'exclusiveMaximum') ?? Infinity) &&
      (multiple === undefined || Number.isInteger(value / multiple))
    );
  }
  if (typeof value !== 'string') return true;
  const length = [...value].length;
  const pattern = memberOf(keywords, 'pattern');
  return (
    length >= (numberOf(keywords, 'minLength') ?? 0) &&
    length <= (numberOf(keywords, 'maxLength') ?? Infinity) &&
    (typeof pattern !== 'string' || matches(pattern, value))
  );
}
