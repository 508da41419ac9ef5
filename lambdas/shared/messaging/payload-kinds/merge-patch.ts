import { isDeepStrictEqual } from 'node:util';

/** A JSON object from outside: read its members by `Object.entries` only, never by name. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The result of applying a JSON Merge Patch. Neither argument changes, and a member called `__proto__` is a member.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7396#section-2
 */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, applyMergePatch(result.get(name), value));
  }
  // Defines members and assigns none, so that no name sets a prototype.
  return Object.fromEntries(result);
}

/**
 * The smallest merge patch that makes `before` into `after`.
 *
 * @throws TypeError when a member of `after` is null: in a merge patch null removes, so it cannot be set
 */
export function createMergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const old = new Map(Object.entries(before));
  const patch = new Map<string, unknown>();
  for (const [name, value] of Object.entries(after)) {
    if (value === null) throw new TypeError(`a merge patch cannot set ${name} to null`);
    const was = old.get(name);
    old.delete(name);
    if (isDeepStrictEqual(was, value)) continue;
    patch.set(name, isObject(value) ? createMergePatch(isObject(was) ? was : {}, value) : value);
  }
  for (const name of old.keys()) patch.set(name, null);
  return Object.fromEntries(patch);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
