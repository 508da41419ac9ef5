import { expect, test } from 'vitest';
import { matchesWildcards } from '../../../src/core/wildcard.ts';

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything at all', true],
  ['?', '', false],
  ['?', 'a', true],
  ['a?c', 'abc', true],
  ['a*c', 'ac', true],
  ['a*c', 'abcabc', true],
  ['a*c', 'abcab', false],
  ['*:live/*/orders', 'x:live/POST/orders', true],
  ['*:live/*/orders', 'x:test/POST/orders', false],
  ['a.c', 'abc', false],
  ['[a]', 'a', false],
  ['a**', 'a', true],
  ['*a', 'b\na', true],
])('%j and %j: %s', (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

test('many stars are no reason to go on for ever', () => {
  expect(matchesWildcards(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
});
