/** Offsets that a partition of the journal holds: from `first` up to, and without, `next`. */
export interface OffsetRange {
  first: number;
  next: number;
}

/**
 * The offset of the first entry that was appended at `time` or later, by binary search: `appendedAt` never goes back
 * within a partition. `next` when there is none. Reads one entry for each halving of the range.
 *
 * @param appendedAt reads when the entry at an offset was appended; undefined for an entry of release v1 of the journal,
 * which did not note it and counts as older than any other, and for one that retention has removed
 */
export async function seekTime(
  { first, next }: OffsetRange,
  time: Date,
  appendedAt: (offset: number) => Promise<string | undefined>,
): Promise<number> {
  let [low, high] = [first, next];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const at = await appendedAt(middle);
    if (at !== undefined && Date.parse(at) >= time.getTime()) high = middle;
    else low = middle + 1;
  }
  return low;
}
