import { describe, expect, test } from 'vitest';
import {
  entry,
  number,
  type PatchRules,
  patched,
  refusalByOperation,
  refusalByPath,
  refusalByPaths,
  text,
  toggle,
} from '../../../src/api-gateway/patch.ts';

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
    refusalByPath,
  );
  expect(after).toEqual({ name: 'c', on: true, size: 1.5, tags: { 'a/b~c': '2' } });
  expect(before).toEqual({ name: 'a', tags: { x: '1' } });
});

describe('refused is', () => {
  test.each([
    ['a path without a rule', { op: 'replace' as const, path: '/other', value: 'x' }],
    ['a value that is no boolean', { op: 'replace' as const, path: '/on', value: 'yes' }],
    ['a value that is no number', { op: 'replace' as const, path: '/size', value: 'x' }],
    ['the removal of a scalar', { op: 'remove' as const, path: '/name' }],
    ['no value', { op: 'replace' as const, path: '/name' }],
    ['another operation', { op: 'move' as const, path: '/name', value: 'x' }],
  ])('%s', (_what, operation) => {
    const operations = [{ value: undefined, from: undefined, ...operation }];
    expect(() => patched<Thing>({}, operations, rules, refusalByPath)).toThrow();
  });
});

test('an empty value takes a scalar away', () => {
  const operations = ['/name', '/on', '/size'].map((path) => ({ op: 'replace' as const, path, value: '' }));
  const after = patched<Thing>({ name: 'a', on: true, size: 1 }, operations, rules, refusalByPath);
  expect(after).toEqual({ name: undefined, on: false, size: undefined });
});

test('an entry by the name __proto__ is an entry like any other', () => {
  const operation = { op: 'add' as const, path: '/tags/__proto__', value: '1' };
  const { tags } = patched<Thing>({}, [operation], rules, refusalByPath);
  expect(Object.entries(tags ?? {})).toEqual([['__proto__', '1']]);
});

describe('what a path does not take is refused as the kind of resource words it', () => {
  test.each([
    [
      refusalByPaths,
      'add',
      '/name',
      "Invalid patch path  '/name' specified for op 'add'. Must be one of: [/tags/{key}]",
    ],
    [refusalByOperation, 'add', '/name', 'Invalid patch operation specified. Must be one of: [replace]'],
    [refusalByOperation, 'add', '/other', 'Invalid patch path /other'],
    [refusalByPath, 'add', '/name', 'Invalid patch path /name'],
  ] as const)('%s', (refusal, op, path, message) => {
    expect(() => patched<Thing>({}, [{ op, path, value: 'x' }], rules, refusal)).toThrow(message);
  });
});
