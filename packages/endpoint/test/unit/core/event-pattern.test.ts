import { describe, expect, test } from 'vitest';
import { compileEventPattern, EventPatternError } from '../../../src/core/event-pattern.ts';

const matches = (pattern: unknown, event: unknown) => compileEventPattern(pattern)(event);

describe('an event pattern', () => {
  test.each([
    ['a text', { kind: ['order'] }, { kind: 'order' }, { kind: 'orders' }],
    ['one of several', { kind: ['order', 'refund'] }, { kind: 'refund' }, { kind: 'return' }],
    ['a number, however written', { n: [300] }, { n: 3.0e2 }, { n: '300' }],
    ['true', { paid: [true] }, { paid: true }, { paid: 'true' }],
    ['null', { email: [null] }, { email: null }, {}],
    ['the empty text', { name: [''] }, { name: '' }, { name: ' ' }],
    ['a nested field', { a: { b: ['x'] } }, { a: { b: 'x' } }, { a: 'x' }],
    ['all of its fields', { a: [1], b: [2] }, { a: 1, b: 2 }, { a: 1, b: 3 }],
    ['an element of a list', { tags: ['red'] }, { tags: ['blue', 'red'] }, { tags: ['blue'] }],
    ['a beginning', { pk: [{ prefix: 'OUTBOX#' }] }, { pk: 'OUTBOX#1' }, { pk: 'ORDER#1' }],
    [
      'a beginning in any case',
      { pk: [{ prefix: { 'equals-ignore-case': 'ab' } }] },
      { pk: 'ABc' },
      { pk: 'bc' },
    ],
    ['an end', { file: [{ suffix: '.png' }] }, { file: 'a.png' }, { file: 'a.PNG' }],
    ['a text in any case', { name: [{ 'equals-ignore-case': 'Ada' }] }, { name: 'ADA' }, { name: 'Adam' }],
    ['anything but a text', { kind: [{ 'anything-but': 'x' }] }, { kind: 'y' }, { kind: 'x' }],
    ['anything but some', { kind: [{ 'anything-but': ['x', 3] }] }, { kind: 'y' }, { kind: 3 }],
    ['anything but, where nothing is', { kind: [{ 'anything-but': 'x' }] }, { kind: null }, {}],
    ['anything but a beginning', { pk: [{ 'anything-but': { prefix: 'A' } }] }, { pk: 'BA' }, { pk: 'AB' }],
    ['a number in a range', { n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 5 }, { n: 0 }],
    ['a number and not its text', { n: [{ numeric: ['=', 5] }] }, { n: 5 }, { n: '5' }],
    ['what exists', { a: [{ exists: true }] }, { a: null }, { b: 1 }],
    ['what does not exist', { a: { b: [{ exists: false }] } }, {}, { a: { b: 1 } }],
    ['an element of a list of objects', { a: { b: [1] } }, { a: [{ b: 2 }, { b: 1 }] }, { a: [{ c: 1 }] }],
    ['one of several fields', { $or: [{ a: [1] }, { b: [2] }], c: [3] }, { b: 2, c: 3 }, { a: 1, c: 4 }],
  ])('takes %s', (_what, pattern, taken, left) => {
    expect(matches(pattern, taken)).toBe(true);
    expect(matches(pattern, left)).toBe(false);
  });

  test.each([
    ['is a text', 'order'],
    ['has a value that is not a list', { kind: 'order' }],
    ['has an empty list', { kind: [] }],
    ['has an empty object', { kind: {} }],
    ['has an unknown operator', { kind: [{ contains: 'x' }] }],
    ['has two operators in one', { kind: [{ prefix: 'a', suffix: 'b' }] }],
    ['compares a number with a text', { n: [{ numeric: ['>', '1'] }] }],
    ['compares in a way that is none', { n: [{ numeric: ['constructor', 1] }] }],
    ['leaves a comparison open', { n: [{ numeric: ['>'] }] }],
    ['asks for something else than existence', { n: [{ exists: 'yes' }] }],
    ['has one alternative', { $or: [{ a: [1] }] }],
  ])('is refused when it %s', (_why, pattern) => {
    expect(() => compileEventPattern(pattern)).toThrow(EventPatternError);
  });
});
