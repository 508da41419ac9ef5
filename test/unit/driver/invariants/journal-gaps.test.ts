import { expect, test } from 'vitest';
import { countGaps } from '../../../../driver/invariants/journal-gaps.ts';

const entries = (partition: number, ...offsets: number[]) => offsets.map((offset) => ({ partition, offset }));

test.each([
  ['nothing at all', [], [], 0],
  [
    'every offset once, in any order',
    [...entries(0, 2, 0, 1), ...entries(3, 0)],
    [
      [0, 3],
      [3, 1],
    ],
    0,
  ],
  ['one missing in the middle', entries(0, 0, 2), [[0, 3]], 1],
  ['the first missing', entries(0, 1), [[0, 2]], 1],
  ['the last missing', entries(0, 0), [[0, 2]], 1],
  ['all missing', [], [[0, 2]], 2],
  ['one twice', entries(0, 0, 1, 1), [[0, 2]], 1],
  ['one beyond the head', entries(0, 0, 1), [[0, 1]], 1],
  ['a partition without a head', entries(5, 0), [], 1],
] as [string, ReturnType<typeof entries>, [number, number][], number][])(
  '%s',
  (_case, journal, heads, gaps) => {
    expect(countGaps(journal, new Map(heads))).toBe(gaps);
  },
);
