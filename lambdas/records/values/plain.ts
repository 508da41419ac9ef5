/** A record as callers see it: JSON, with decimals as text so that no digit is lost. */
export type Plain = null | boolean | number | string | Plain[] | PlainObject;

export interface PlainObject {
  [name: string]: Plain;
}

/** An object of names and values; no list, and none of the SDK's classes for numbers, sets and bytes. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * What a release wants to change: named fields get their value, records inside are changed field by field, and
 * anything else is replaced. Null is a value here, and removes nothing (unlike in RFC 7396).
 */
export function merged(value: Plain, patch: Plain): Plain {
  if (!isPlainObject(value) || !isPlainObject(patch)) return patch;
  const changed = Object.entries(patch).map(([name, wanted]): [string, Plain] => {
    const before = Object.hasOwn(value, name) ? value[name] : undefined;
    return [name, before === undefined ? wanted : merged(before, wanted)];
  });
  return Object.fromEntries([...Object.entries(value), ...changed]);
}
