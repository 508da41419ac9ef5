import { afterAll, expect, test } from 'vitest';
import { startPatterns } from '../../../src/core/patterns.ts';

const patterns = startPatterns();
afterAll(() => patterns.close());

const NEVER_ENDING = ['^(a+)+$', `${'a'.repeat(50)}!`] as const;

test.each([
  ['^[a-z]+$', 'abc', undefined, 'matches'],
  ['^[a-z]+$', 'ABC', undefined, 'differs'],
  ['^[a-z]+$', 'ABC', 'i', 'matches'],
  ['^.$', '€', 'u', 'matches'],
  ['^[', 'abc', undefined, 'invalid-pattern'],
  ['a', 'a', 'no flags', 'invalid-pattern'],
])('%s tested on %s (flags %s): %s', async (source, text, flags, result) => {
  expect(await patterns.test(source, text, flags)).toBe(result);
});

test('the same pattern gives the same answer again, also with a flag that remembers its place', async () => {
  expect(await patterns.test('a', 'a', 'g')).toBe('matches');
  expect(await patterns.test('a', 'a', 'g')).toBe('matches');
});

test('a pattern that takes too long is given up, and meanwhile the event loop goes on', async () => {
  const given = patterns.test(...NEVER_ENDING);
  const loop = new Promise((resolve) => setTimeout(() => resolve('the event loop'), 10));
  expect(await Promise.race([given, loop])).toBe('the event loop');
  expect(await given).toBe('timeout');
});

test('patterns after one that takes too long are tested', async () => {
  const results = await Promise.all([
    patterns.test('^a', 'a'),
    patterns.test(...NEVER_ENDING),
    patterns.test('^b', 'a'),
    patterns.test('^a', 'a'),
  ]);
  expect(results).toEqual(['matches', 'timeout', 'differs', 'matches']);
});

test('what is still to be tested when the endpoint ends is not waited for', async () => {
  const closing = startPatterns();
  const results = [closing.test(...NEVER_ENDING), closing.test('a', 'a')];
  await closing.close();
  expect(await Promise.all(results)).toEqual(['timeout', 'timeout']);
});
