/**
 * The place of a string that is not well-formed Unicode; undefined when there is none.
 *
 * Avro strings are UTF-8, which has no bytes for a lone surrogate. avsc writes three bytes for it all the same, and
 * every other reader refuses what it then finds.
 */
export function loneSurrogate(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  // Bytes hold no text, and their entries are many.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (!name.isWellFormed()) return [...path, 'a map key'];
    if (typeof inner !== 'string' && typeof inner !== 'object') continue;
    const found = loneSurrogate(inner, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
