import { isJsonObject } from '../../json.ts';
import { elementsOf, type JsonObject, memberOf } from './contract.ts';

/** JSON Schema's types, with `number` taken apart: an integer is a number as well. */
export const JSON_TYPES = ['null', 'boolean', 'integer', 'fraction', 'string', 'array', 'object'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** The types that the keyword `type` admits; all when it is absent. */
export function typesOf(keywords: JsonObject): ReadonlySet<JsonType> {
  const type = memberOf(keywords, 'type');
  if (type === undefined) return new Set(JSON_TYPES);
  const names = typeof type === 'string' ? [type] : elementsOf(type);
  return new Set(
    JSON_TYPES.filter((one) => names.includes(one) || (names.includes('number') && isNumeric(one))),
  );
}

export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

export function isNumeric(type: JsonType): boolean {
  return type === 'integer' || type === 'fraction';
}

export function describeTypes(types: ReadonlySet<JsonType>): string {
  if (types.size === JSON_TYPES.length) return 'any type';
  if (types.size === 0) return 'no value';
  const names = [...types].filter((type) => type !== 'integer' || !types.has('fraction'));
  return names.map((type) => (type === 'fraction' ? 'number' : type)).join(' or ');
}
