import { setOwn } from '../../core/own.ts';
import { isObject } from './policy-shape.ts';

/** A message that nests deeper matches no policy. */
const MAX_LEVELS = 1000;

type Tree = Record<string, unknown>;

/**
 * A policy on the message body, and a body, with every dotted key as the nested objects that it stands for:
 * `{"a.b": 1}` and `{"a": {"b": 1}}` match the same. Undefined where the value is not an object, or nests too deep.
 */
export function nestDottedKeys(value: unknown): Tree | undefined {
  const nested = isObject(value) ? nest(value, 1) : undefined;
  return isObject(nested) ? nested : undefined;
}

/** Undefined marks what nests too deep; JSON itself has no such value. */
function nest(value: unknown, level: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (level > MAX_LEVELS) return undefined;
  if (Array.isArray(value)) {
    const elements = value.map((element) => nest(element, level + 1));
    return elements.includes(undefined) ? undefined : elements;
  }
  const tree: Tree = {};
  for (const [key, member] of Object.entries(value)) {
    const nested = nest(member, level + 1);
    if (nested === undefined) return undefined;
    put(tree, segmentsOf(key), nested);
  }
  return tree;
}

function segmentsOf(key: string): string[] {
  const segments = key.split('.');
  return segments.some((segment) => segment === '') ? [key] : segments;
}

function put(tree: Tree, segments: readonly string[], value: unknown): void {
  let at = tree;
  for (const segment of segments.slice(0, -1)) {
    const next = Object.hasOwn(at, segment) ? at[segment] : undefined;
    if (isObject(next)) {
      at = next;
      continue;
    }
    const made: Tree = {};
    // A value that is there already stays beside what is nested: either may match.
    setOwn(at, segment, next === undefined ? made : [next, made].flat());
    at = made;
  }
  const last = segments.at(-1) ?? '';
  const there = Object.hasOwn(at, last) ? at[last] : undefined;
  if (there === undefined) setOwn(at, last, value);
  else if (isObject(there) && isObject(value))
    for (const [key, member] of Object.entries(value)) put(there, [key], member);
  else setOwn(at, last, [there, value].flat());
}
