/** Work on one message. Times are in milliseconds on one clock. */
export interface Worked {
  group: string;
  startedAt: number;
  endedAt: number;
}

/** The most messages that were worked on at the same time. Work that ends in the millisecond in which other begins is over. */
export function peakAtOnce(work: readonly Omit<Worked, 'group'>[]): number {
  const changes = work.flatMap(({ startedAt, endedAt }) => [
    { at: startedAt, by: 1 },
    // Work of less than a millisecond counts as well.
    { at: Math.max(endedAt, startedAt + 1), by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let peak = 0;
  for (const { by } of changes) {
    now += by;
    peak = Math.max(peak, now);
  }
  return peak;
}

/** Groups of which two messages were worked on at the same time. */
export function groupsNotOneAtATime(work: readonly Worked[]): string[] {
  const groups = Map.groupBy(work, ({ group }) => group);
  return [...groups].filter(([, own]) => peakAtOnce(own) > 1).map(([group]) => group);
}
