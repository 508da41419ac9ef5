import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../../src');
const OWN_TIME = /\bDate\.now\b|\bnew Date\(\)|\bset(Timeout|Interval)\b|\bperformance\.|timers\/promises/;

/** Lines of code, comments aside, that read or wait for time by themselves. */
function readsOwnTime(source: string): string[] {
  return source.split('\n').filter((line) => OWN_TIME.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line));
}

test('time comes from a clock that is passed in, everywhere in the endpoint', () => {
  const files = globSync('**/*.ts', { cwd: SOURCE }).filter((file) => file !== 'core/clock.ts');
  expect(files.length).toBeGreaterThan(300);
  const offenders = files.flatMap((file) =>
    readsOwnTime(readFileSync(join(SOURCE, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
  );
  expect(offenders).toEqual([]);
});

test.each([
  'const a = Date.now();',
  'setTimeout(f, 1);',
  "import { setTimeout } from 'node:timers/promises';",
])('%s reads its own time', (line) => expect(readsOwnTime(line)).toEqual([line]));
