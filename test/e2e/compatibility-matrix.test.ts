import { expect, test } from 'vitest';
import { compatibilityMatrix } from '../../scenarios/databases/compatibility-matrix/scenario.ts';
import { findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('every release reads what every other wrote as the schemas predict', async () => {
  const findings = await findingsOf(compatibilityMatrix, NO_ORDERS);
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});
