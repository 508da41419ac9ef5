import { expect, test } from 'vitest';
import { dataOutlivesCode } from '../../scenarios/databases/data-outlives-code/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('rows of five years are read, with defaults, or refused as the schemas predict', async () => {
  const result = await resultOf(dataOutlivesCode);
  expect(result.findings.length).toBeGreaterThan(5);
  expect(differing(result)).toEqual([]);
});
