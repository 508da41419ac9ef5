import { expect, test } from 'vitest';
import { parseRange } from '../../../src/s3/range.ts';

test.each([
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=5-', 10, { start: 5, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-30', 10, { start: 0, end: 9 }],
  ['bytes=9-99', 10, { start: 9, end: 9 }],
  ['bytes=-', 10, undefined],
  ['bytes=4-2', 10, undefined],
  ['bytes=0-1,2-3', 10, undefined],
  ['items=0-1', 10, undefined],
  [undefined, 10, undefined],
])('%s of %i bytes', (range, size, expected) => {
  expect(parseRange(range, size)).toEqual(expected);
});

test.each([
  ['bytes=10-', 10],
  ['bytes=10-20', 10],
  ['bytes=-0', 10],
  ['bytes=0-', 0],
  ['bytes=-1', 0],
])('%s of %i bytes cannot be given', (range, size) => {
  expect(() => parseRange(range, size)).toThrow(expect.objectContaining({ code: 'InvalidRange' }));
});
