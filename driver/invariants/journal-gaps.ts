import type { ConsumersRead } from '../orders/read-consumers.ts';

interface Entry {
  partition: number;
  offset: number;
}

/**
 * How many offsets are missing or used twice. Within a partition they run from 0 without a gap, up to what its head
 * says comes next (`next`, by partition).
 */
export function countGaps(entries: readonly Entry[], next: ReadonlyMap<number, number>): number {
  const seen = new Map<number, Set<number>>([...next.keys()].map((partition) => [partition, new Set()]));
  let wrong = 0;
  for (const { partition, offset } of entries) {
    const offsets = seen.get(partition) ?? new Set();
    seen.set(partition, offsets);
    if (offsets.has(offset)) wrong += 1;
    offsets.add(offset);
  }
  for (const [partition, offsets] of seen) {
    const end = next.get(partition) ?? 0;
    for (let offset = 0; offset < end; offset += 1) if (!offsets.has(offset)) wrong += 1;
    for (const offset of offsets) if (offset < 0 || offset >= end) wrong += 1;
  }
  return wrong;
}

/** The same for all of the journal. */
export function countJournalGaps({ journal, heads }: Pick<ConsumersRead, 'journal' | 'heads'>): number {
  return countGaps(journal, new Map(heads.map(({ pk, next }) => [Number(pk.split('#')[1]), next])));
}
