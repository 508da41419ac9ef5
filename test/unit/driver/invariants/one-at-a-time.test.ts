import { describe, expect, it } from 'vitest';
import { groupsNotOneAtATime, peakAtOnce } from '../../../../driver/invariants/one-at-a-time.ts';

const work = (group: string, startedAt: number, endedAt: number) => ({ group, startedAt, endedAt });

describe('the most at the same time', () => {
  it.each([
    ['of nothing', [], 0],
    ['of one', [work('a', 0, 9)], 1],
    ['of one after the other', [work('a', 0, 5), work('a', 5, 9)], 1],
    ['of work that overlaps', [work('a', 0, 6), work('b', 5, 9), work('c', 5, 7)], 3],
    ['of work that takes less than a millisecond', [work('a', 3, 3), work('b', 3, 3)], 2],
    ['in any order', [work('b', 8, 9), work('a', 0, 9), work('c', 2, 3)], 2],
  ])('%s', (_case, all, expected) => {
    expect(peakAtOnce(all)).toBe(expected);
  });
});

it('groups may overlap each other, and not themselves', () => {
  expect(groupsNotOneAtATime([work('a', 0, 6), work('b', 2, 4), work('a', 6, 9)])).toEqual([]);
  expect(groupsNotOneAtATime([work('a', 0, 6), work('b', 2, 4), work('a', 5, 9)])).toEqual(['a']);
});
