/** What can happen to a record on its way from one release to another, short of being refused. */
export type Effect =
  /** Fields that the writer did not have read as their defaults. */
  | 'defaults'
  /** Fields of the writer are left out. */
  | 'fields ignored'
  /** Fields that the reader does not know are handed on to it all the same. */
  | 'fields carried'
  /** A symbol that the reader does not know reads as the default of its enum: another value than was written. */
  | 'symbols replaced';

export const REFUSED = 'refused';
export const WHOLE = 'read whole';

/** In words that predictions and observations share, so that they can be compared. */
export function readWith(effects: Iterable<Effect>): string {
  const all = [...new Set(effects)].sort();
  return all.length === 0 ? WHOLE : `read with ${all.join(', ')}`;
}
