import { describe, expect, test } from 'vitest';
import {
  BooleanRunLength,
  ByteRunLength,
  IntegerRunLength,
} from '../../../../../lambdas/archive/formats/orc/run-length.ts';

/** The examples are those of the ORC v1 specification. */
const repeat = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

function integers(values: (number | bigint)[], signed = false): number[] {
  const encoder = new IntegerRunLength({ signed });
  for (const value of values) encoder.write(value);
  return [...encoder.finish()];
}

function bytes(values: number[]): number[] {
  const encoder = new ByteRunLength();
  for (const value of values) encoder.write(value);
  return [...encoder.finish()];
}

describe('integers, version 1', () => {
  test('a hundred sevens are one run', () => {
    expect(integers(repeat(7, 100))).toEqual([0x61, 0x00, 0x07]);
  });
  test('a hundred down to one is a run with a delta of minus one', () => {
    expect(integers(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual([0x61, 0xff, 0x64]);
  });
  test('values without a pattern are literals', () => {
    expect(integers([2, 3, 6, 7, 11])).toEqual([0xfb, 0x02, 0x03, 0x06, 0x07, 0x0b]);
  });
  test('literals before a run are kept apart from it', () => {
    expect(integers([9, 1, 5, 5, 5])).toEqual([0xfe, 9, 1, 0x00, 0x00, 5]);
  });
  test('a run longer than 130 goes on in another', () => {
    expect(integers(repeat(1, 131))).toEqual([0x7f, 0x00, 1, 0xff, 1]);
  });
  test('more than 128 literals go on in another group', () => {
    const values = Array.from({ length: 130 }, (_, index) => (index * index) % 251);
    expect(integers(values)[0]).toBe(0x80);
  });
  test('signed values are zigzag', () => {
    expect(integers([0, -1, 1, 63, -64], true)).toEqual([0xfb, 0, 1, 2, 126, 127]);
  });
  test('all 64 bits are kept', () => {
    expect(integers([2n ** 63n - 1n], true)).toEqual([0xff, 0xfe, ...repeat(0xff, 8), 0x01]);
    expect(integers([-(2n ** 63n)], true)).toEqual([0xff, ...repeat(0xff, 9), 0x01]);
  });
});

describe('bytes', () => {
  test('a hundred zeros are one run', () => {
    expect(bytes(repeat(0, 100))).toEqual([0x61, 0x00]);
  });
  test('two that differ are literals', () => {
    expect(bytes([0x44, 0x45])).toEqual([0xfe, 0x44, 0x45]);
  });
});

test('booleans are bits, the first the most significant', () => {
  const encoder = new BooleanRunLength();
  for (const value of [true, ...repeat(false, 7)]) encoder.write(value);
  expect([...encoder.finish()]).toEqual([0xff, 0x80]);
});
