import type { SortedKeys } from './sorted-keys.ts';

export interface WalkOptions {
  prefix: string;
  /** Keys that have it after the prefix are rolled up into common prefixes. */
  delimiter: string | undefined;
  /** Only what comes after this key, or after this common prefix. */
  after: string | undefined;
  /** Keys that are to be seen; the rest neither appear nor make a common prefix appear. */
  visible: (key: string) => boolean;
}

export type Entry = { key: string } | { commonPrefix: string };

/** Goes through keys as a listing shows them; a common prefix counts once, and its keys are skipped over. */
export function* walk(
  keys: SortedKeys,
  { prefix, delimiter, after, visible }: WalkOptions,
): Generator<Entry> {
  let index = keys.from(prefix);
  if (after !== undefined) index = Math.max(index, keys.after(after));
  for (;;) {
    const key = keys.at(index);
    if (key === undefined || !key.startsWith(prefix)) return;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (cut < 0 || !delimiter) {
      if (visible(key)) yield { key };
      index += 1;
      continue;
    }
    const commonPrefix = key.slice(0, cut + delimiter.length);
    const end = keys.endOf(commonPrefix, index);
    // A listing that goes on after a common prefix, or after a key within it, does not show it again.
    if (!after?.startsWith(commonPrefix) && anyVisible(keys, index, end, visible)) yield { commonPrefix };
    index = end;
  }
}

function anyVisible(
  keys: SortedKeys,
  start: number,
  end: number,
  visible: (key: string) => boolean,
): boolean {
  for (let index = start; index < end; index += 1) {
    if (visible(keys.at(index) as string)) return true;
  }
  return false;
}
