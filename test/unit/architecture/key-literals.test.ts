import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The start of a string or template that looks like a key prefix, such as the letters ORDER followed by a hash sign. */
const KEY_PREFIX = /["'`][A-Z][A-Z-]*#/g;

const FILES = '{bin,lib,lambdas,driver,scenarios,bench,schemas,test}/**/*.{ts,mjs}';

/** Where the layouts are, and frozen code that is older than they are. */
const ALLOWED = [
  'schemas/items/',
  'test/unit/schemas/items/',
  'lambdas/registry/v1/store.ts',
  'lambdas/registry/v2/store.ts',
  'lambdas/registry/v2.1/store.ts',
];

function keyLiterals(text: string): string[] {
  return text.match(KEY_PREFIX) ?? [];
}

it('keys of items are written in schemas/items and nowhere else', () => {
  const found = globSync(FILES, { exclude: ['**/node_modules/**'] })
    .filter((path) => !ALLOWED.some((allowed) => path.startsWith(allowed)))
    .flatMap((path) => keyLiterals(readFileSync(path, 'utf8')).map((literal) => `${path}: ${literal}`));
  expect(found, 'use or add a key function in schemas/items').toEqual([]);
});

it('a key prefix is found in strings and templates, and not in comments or colours', () => {
  const [order, template] = ["'ORDER", '`PROFILE-VIEW'].map((start) => `${start}#`);
  expect(keyLiterals(`begins(${order}')`)).toEqual([order]);
  expect(keyLiterals(`pk: ${template}\${id}\``)).toEqual([template]);
  expect(keyLiterals("// an ORDER# item\nconst colour = '#FFF';")).toEqual([]);
});
