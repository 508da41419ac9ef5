import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { parsePartition, parsePlace } from '../../../bin/journal/parse-place.ts';

it.each([
  ['0', { offset: 0 }],
  ['42', { offset: 42 }],
  ['beginning', { at: 'beginning' }],
  ['checkpoint', { at: 'checkpoint' }],
  ['2026-12-01T09:30:00Z', { time: new Date('2026-12-01T09:30:00Z') }],
  ['2026-12-01T10:30:00+01:00', { time: new Date('2026-12-01T09:30:00Z') }],
  ['2026-12-01', { time: new Date('2026-12-01T00:00:00Z') }],
])('%s is a place in the journal', (text, place) => {
  expect(parsePlace(text)).toEqual(place);
});

it.each(['', '-1', '1.5', '1e3', 'yesterday', '2026-13-01', 'toString', '9'.repeat(13)])(
  '%j is none, and the message says what is',
  (text) => {
    expect(() => parsePlace(text)).toThrow(InvalidArgumentError);
    expect(() => parsePlace(text)).toThrow(/an offset, a time such as/);
  },
);

it('a partition is one of those that there are', () => {
  expect(parsePartition('3')).toBe(3);
  for (const text of ['4', '-1', '01', 'all'])
    expect(() => parsePartition(text)).toThrow('Allowed values: 0, 1, 2, 3');
});
