import { expect, test } from 'vitest';
import { backfill } from '../../scenarios/databases/backfill/scenario.ts';
import { findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('a table is rewritten under two live releases, stopped half-way, and nothing is lost', async () => {
  const findings = await findingsOf(backfill, NO_ORDERS);

  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});
