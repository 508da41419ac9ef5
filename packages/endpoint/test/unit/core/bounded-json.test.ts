import { expect, test } from 'vitest';
import { parseBoundedJson } from '../../../src/core/bounded-json.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

test.each([
  ['{"a":[1,{"b":"c"}]}', { a: [1, { b: 'c' }] }],
  ['"[[[["', '[[[['],
  [String.raw`["\"[[[[", "\\", "\\\"[[[["]`, ['"[[[[', '\\', '\\"[[[[']],
  ['[[],[],[],[]]', [[], [], [], []]],
])('%s is parsed, for its brackets in strings and side by side do not nest', (text, value) => {
  expect(parseBoundedJson(text, 3)).toEqual(value);
});

test('as many levels as allowed are parsed, and no more', () => {
  expect(parseBoundedJson(nested(100))).toBeDefined();
  expect(parseBoundedJson(nested(101))).toBeUndefined();
  expect(parseBoundedJson('{"a":'.repeat(1_000_000))).toBeUndefined();
});

test.each(['{"a": ', '', '"', '"\\', 'x', ']]]'])('%s is no JSON', (text) => {
  expect(parseBoundedJson(text)).toBeUndefined();
});
