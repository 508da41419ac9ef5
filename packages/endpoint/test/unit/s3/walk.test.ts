import { expect, test } from 'vitest';
import { compareKeys, SortedKeys } from '../../../src/s3/store/sorted-keys.ts';
import { walk } from '../../../src/s3/store/walk.ts';

const KEYS = ['a/1', 'a/2', 'a/b/3', 'b', 'c/', 'c/4', 'd'];

function list({ keys = KEYS, prefix = '', delimiter = '/', after, hidden = [] }: Partial<Listing>): string[] {
  const sorted = new SortedKeys();
  for (const key of keys) sorted.add(key);
  const visible = (key: string) => !hidden.includes(key);
  return [...walk(sorted, { prefix, delimiter, after, visible })].map((entry) =>
    'key' in entry ? entry.key : `${entry.commonPrefix}…`,
  );
}

interface Listing {
  keys: string[];
  prefix: string;
  delimiter: string;
  after: string;
  hidden: string[];
}

test('keys below the delimiter appear as one common prefix', () => {
  expect(list({})).toEqual(['a/…', 'b', 'c/…', 'd']);
});

test('a prefix may end anywhere, also in a key itself', () => {
  expect(list({ prefix: 'a/' })).toEqual(['a/1', 'a/2', 'a/b/…']);
  expect(list({ prefix: 'a' })).toEqual(['a/…']);
  expect(list({ prefix: 'c/' })).toEqual(['c/', 'c/4']);
  expect(list({ prefix: 'e' })).toEqual([]);
});

test('a listing goes on after a key or a common prefix, without showing that again', () => {
  expect(list({ after: 'a/' })).toEqual(['b', 'c/…', 'd']);
  expect(list({ after: 'a/1' })).toEqual(['b', 'c/…', 'd']);
  expect(list({ after: 'a/1', delimiter: '' })).toEqual(['a/2', 'a/b/3', 'b', 'c/', 'c/4', 'd']);
  expect(list({ after: 'd' })).toEqual([]);
});

test('a common prefix of nothing but hidden keys does not appear', () => {
  expect(list({ hidden: ['c/', 'c/4', 'b'] })).toEqual(['a/…', 'd']);
});

test('a delimiter may be longer than a character', () => {
  expect(list({ keys: ['a--b--c', 'a-b', 'x'], delimiter: '--' })).toEqual(['a--…', 'a-b', 'x']);
});

test('keys keep the order of their UTF-8 bytes, whatever they hold', () => {
  const keys = [
    '',
    'a',
    'a\u0000',
    'ab',
    'é',
    '\uD7FF',
    '\uE000',
    '\uFFFF',
    '\u{10000}',
    '\u{10FFFF}',
    '😀a',
    '😀b',
  ];
  const bytes = (key: string) => Buffer.from(key, 'utf8');
  for (const left of keys) {
    for (const right of keys) {
      const expected = Math.sign(Buffer.compare(bytes(left), bytes(right)));
      expect(Math.sign(compareKeys(left, right))).toBe(expected);
    }
  }
});

test('a removed key is gone, and one that was never there is no matter', () => {
  const sorted = new SortedKeys();
  for (const key of ['b', 'a', 'b', 'c']) sorted.add(key);
  sorted.remove('b');
  sorted.remove('never');
  expect([sorted.at(0), sorted.at(1), sorted.size]).toEqual(['a', 'c', 2]);
});
