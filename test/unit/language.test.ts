import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import frozen from './lambdas/frozen-releases.json' with { type: 'json' };

/** Words that plain technical English does without. */
const WORDS =
  /\b(anew|whoever|nobody|somebody|anybody|told|meanwhile|behind its back|takes apart|gives way)\b/i;
const CONSTANTS = /\b(LARGEST|LONGEST|MOST|LEAST|SHORTEST|SMALLEST)(_[A-Z0-9]+)+\b/;

const SOURCES = [
  '{bin,lib,driver,scenarios,schemas,bench,lambdas}/**/*.{ts,md}',
  'packages/*/{src/**/*.ts,README.md}',
  '{README,ARCHITECTURE,CONTRIBUTING}.md',
  'docs/{,messages/,services/}*.md',
];

/** Releases that are out do not change, nor do their names for what they share with others. */
const EXEMPT = (path: string) => Object.hasOwn(frozen, path) || path === 'lambdas/shared/events.ts';

function linesWith(pattern: RegExp): string[] {
  return globSync(SOURCES)
    .filter((path) => !EXEMPT(path))
    .flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
}

test('code and documents are in plain English (STYLE: the words of the AWS documentation)', () => {
  expect(linesWith(WORDS)).toEqual([]);
});

test('limits are named MAX_ and MIN_', () => {
  expect(linesWith(CONSTANTS)).toEqual([]);
});

test('enough is read', () => {
  expect(globSync(SOURCES).length).toBeGreaterThan(500);
});
