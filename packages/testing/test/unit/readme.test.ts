import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
}

test('the test in the README is the one that runs here, in ten lines', () => {
  const source = read('test/example/guest-book.test.ts');
  expect(read('README.md')).toContain(`\`\`\`ts\n${source}\`\`\``);
  expect(source.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
});
