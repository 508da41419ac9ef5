import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  applyMergePatch,
  createMergePatch,
} from '../../../../../../lambdas/shared/messaging/payload-kinds/merge-patch.ts';

describe('a merge patch', () => {
  // The test cases of RFC 7396, appendix A: target, patch, result.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j with %j %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('sets a member called __proto__ as a member, and no prototype', () => {
    const result = applyMergePatch({}, JSON.parse('{"__proto__":{"admin":true},"a":{"constructor":1}}'));
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    expect(JSON.stringify(result)).toBe('{"__proto__":{"admin":true},"a":{"constructor":1}}');
  });

  it('has what differs only', () => {
    const before = { name: 'lantern', price: '2.55', stock: 6, size: { height: 1, width: 2 }, tags: ['a'] };
    const after = { name: 'lantern', price: '2.60', size: { height: 1, width: 3 }, tags: ['a', 'b'] };
    expect(createMergePatch(before, after)).toEqual({
      price: '2.60',
      stock: null,
      size: { width: 3 },
      tags: ['a', 'b'],
    });
  });

  it('cannot set null', () => {
    expect(() => createMergePatch({}, { weight: null })).toThrow(TypeError);
  });
});

/** JSON without null, which a merge patch cannot say; arrays are replaced whole, and may hold it. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.oneof(fc.constant(null), fc.string()), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), tie('value'), {
    maxKeys: 3,
  }),
})).object as fc.Arbitrary<Record<string, unknown>>;

test('the patch between any two records makes the second of the first', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(applyMergePatch(before, createMergePatch(before, after))).toEqual(after);
    }),
    { seed: 1, numRuns: 500 },
  );
});
