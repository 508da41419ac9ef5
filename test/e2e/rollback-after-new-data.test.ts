import { expect, test } from 'vitest';
import { rollbackAfterNewData } from '../../scenarios/databases/rollback-after-new-data/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('going back to v1 loses no email, going back to v1-naive those of what it updates', async () => {
  const { system, traffic } = await deployedShop();
  const { functionName } = system.services.profiles;
  const before = await traffic.read(functionName);

  const result = await resultOf(rollbackAfterNewData);

  expect(differing(result)).toEqual([]);
  expect(result.index.number('back-to-v1.emails-lost-age-changed')).toBe(0);
  expect(result.index.number('back-to-v1-naive.emails-lost-age-changed')).toBeGreaterThan(0);
  // The scenario leaves traffic as it found it.
  expect(await traffic.read(functionName)).toEqual(before);
});
