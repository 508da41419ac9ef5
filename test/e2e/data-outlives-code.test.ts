import { expect, test } from 'vitest';
import { dataOutlivesCode } from '../../scenarios/databases/data-outlives-code/scenario.ts';
import { findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('rows of five years are read, with defaults, or refused as the schemas predict', async () => {
  const findings = await findingsOf(dataOutlivesCode, NO_ORDERS);
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});
