import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import frozen from '../lambdas/frozen-releases.json' with { type: 'json' };

/** What is bundled into functions. */
const isBundled = (path: string) => path.startsWith('lambdas/') || path.startsWith('schemas/');

const sources = globSync('{bin,driver,lambdas,lib,scenarios,schemas,packages/*/src}/**/*.ts').filter(
  (path) => !path.includes('node_modules') && !path.includes('/gen/') && !Object.hasOwn(frozen, path),
);

function linesWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

test('private members are spelled with #', () => {
  // A constructor has no such spelling.
  expect(linesWith(/^\s+private (?!constructor\b)/, sources)).toEqual([]);
});

test('functions and schemas import zod as a namespace, which leaves what they do not use out of bundles', () => {
  expect(linesWith(/^import (type )?\{.*\} from 'zod'/, sources.filter(isBundled))).toEqual([]);
});

test('everything else imports z from zod', () => {
  const others = sources.filter((path) => !isBundled(path));
  expect(linesWith(/^import (type )?\* as z from 'zod'/, others)).toEqual([]);
});
