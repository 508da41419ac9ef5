import { own } from '../../core/own.ts';
import type { Tag } from './resource-type.ts';

export const tagMap = (tags: readonly Tag[] | undefined): Record<string, string> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));

interface TagChanges {
  /** Added or with another value. */
  set: Tag[];
  removed: string[];
}

export function tagChanges(
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
): TagChanges {
  const old = tagMap(before);
  const next = tagMap(after);
  return {
    set: (after ?? []).filter(({ Key, Value }) => own(old, Key) !== Value),
    removed: Object.keys(old).filter((key) => !Object.hasOwn(next, key)),
  };
}
