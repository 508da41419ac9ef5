import { expect, test } from 'vitest';
import { compatibilityMatrix } from '../../scenarios/databases/compatibility-matrix/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('every release reads what every other wrote as the schemas predict', async () => {
  const result = await resultOf(compatibilityMatrix);
  expect(result.findings.length).toBeGreaterThan(5);
  expect(differing(result)).toEqual([]);
});
