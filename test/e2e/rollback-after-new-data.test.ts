import { expect, test } from 'vitest';
import { rollbackAfterNewData } from '../../scenarios/databases/rollback-after-new-data/scenario.ts';
import { deployedShop, findingsOf, NO_ORDERS } from './support/deployed-shop.ts';

test('going back to v1 loses no email, going back to v1-naive those of what it updates', async () => {
  const { system, traffic } = await deployedShop();
  const { functionName } = system.services.profiles;
  const before = await traffic.read(functionName);

  const findings = await findingsOf(rollbackAfterNewData, NO_ORDERS);

  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  const lost = (older: string) =>
    findings.find(({ name }) => name === `back to ${older}: then v2 again: emails of v2 lost, age changed`)
      ?.observed;
  expect(lost('v1')).toBe(0);
  expect(lost('v1-naive')).toBeGreaterThan(0);
  // The scenario leaves traffic as it found it.
  expect(await traffic.read(functionName)).toEqual(before);
});
