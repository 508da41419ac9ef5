import { expect, test } from 'vitest';
import { unknownFields } from '../../scenarios/databases/unknown-fields/scenario.ts';
import { differing, run } from './support/deployed-shop.ts';

test('what an older release does not know survives its update in the ways that say so, and in no other', async () => {
  const result = await run(unknownFields);
  expect(result.findings.length).toBeGreaterThan(5);
  expect(differing(result)).toEqual([]);
});
