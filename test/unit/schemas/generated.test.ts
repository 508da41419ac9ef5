import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generated } from '../../../schemas/generate.ts';

it('what is generated from the schemas is what they say now', { timeout: 30_000 }, () => {
  for (const [path, text] of generated()) {
    const file = new URL(`../../../schemas/gen/${path}`, import.meta.url);
    const found = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    expect(found, `${path} is out of date: run node schemas/generate.ts`).toBe(text);
  }
});
