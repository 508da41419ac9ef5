import { describe, expect, test } from 'vitest';
import { entry, number, type PatchRules, patched, text, toggle } from '../../../src/api-gateway/patch.ts';

interface Thing {
  name?: string;
  on?: boolean;
  size?: number | undefined;
  tags?: Record<string, string>;
}

const rules: PatchRules<Thing> = {
  '/name': text('name'),
  '/on': toggle('on'),
  '/size': number('size'),
  '/tags/{key}': entry('tags'),
};

test('operations are applied in order, and the record itself stays as it was', () => {
  const before: Thing = { name: 'a', tags: { x: '1' } };
  const after = patched(
    before,
    [
      { op: 'replace', path: '/name', value: 'b' },
      { op: 'replace', path: '/name', value: 'c' },
      { op: 'replace', path: '/on', value: 'true' },
      { op: 'replace', path: '/size', value: '1.5' },
      { op: 'add', path: '/tags/a~1b~0c', value: '2' },
      { op: 'remove', path: '/tags/x' },
    ],
    rules,
  );
  expect(after).toEqual({ name: 'c', on: true, size: 1.5, tags: { 'a/b~c': '2' } });
  expect(before).toEqual({ name: 'a', tags: { x: '1' } });
});

describe('refused is', () => {
  test.each([
    ['a path without a rule', { op: 'replace' as const, path: '/other', value: 'x' }],
    ['a value that is no boolean', { op: 'replace' as const, path: '/on', value: 'yes' }],
    ['a value that is no number', { op: 'replace' as const, path: '/size', value: '' }],
    ['no value', { op: 'replace' as const, path: '/name' }],
    ['another operation', { op: 'move' as const, path: '/name', value: 'x' }],
  ])('%s', (_what, operation) => {
    expect(() => patched<Thing>({}, [{ value: undefined, from: undefined, ...operation }], rules)).toThrow();
  });
});
