import { expect, test } from 'vitest';
import { type Figure, median, met, timesFloor } from '../../../bench/measure.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect([median([3]), median([9, 1, 5]), median([4, 1, 3, 2])]).toEqual([3, 5, 2.5]);
  expect(() => median([])).toThrow(RangeError);
});

test('a figure is set against its target and its floor by medians', () => {
  const figure: Figure = {
    name: 'a',
    unit: 'ms',
    values: [5, 4, 100],
    floor: { name: 'b', values: [2, 2, 50] },
  };
  expect(timesFloor(figure)).toBe(2.5);
  expect(met(figure)).toBeUndefined();
  expect(met({ ...figure, target: { kind: 'at most times floor', value: 2.5 } })).toBe(true);
  expect(met({ ...figure, target: { kind: 'at most', value: 4 } })).toBe(false);
  expect(met({ ...figure, target: { kind: 'at least', value: 5 } })).toBe(true);
});
