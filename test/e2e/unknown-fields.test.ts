import { expect, test } from 'vitest';
import { unknownFields } from '../../scenarios/databases/unknown-fields/scenario.ts';
import { findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('what an older release does not know survives its update in the ways that say so, and in no other', async () => {
  const findings = await findingsOf(unknownFields, NO_ORDERS);
  expect(findings.length).toBeGreaterThan(5);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});
