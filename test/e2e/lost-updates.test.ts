import { expect, test } from 'vitest';
import { lostUpdates } from '../../scenarios/databases/lost-updates/scenario.ts';
import { findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('a put of a read copy loses one of two updates, a version condition none', async () => {
  const findings = await findingsOf(lostUpdates, NO_ORDERS);

  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  const lost = (way: string) =>
    findings.find(({ name }) => name.startsWith(way) && name.includes('updates'))?.observed;
  expect(lost('put that keeps unknown fields')).toBeGreaterThan(0);
  expect(lost('UpdateItem with version condition')).toBe(0);
});
