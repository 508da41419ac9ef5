import { expect, test } from 'vitest';
import { rollingDeploymentLosesFields } from '../../scenarios/databases/rolling-deployment-loses-fields/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('beside v1-naive emails are lost, as many as it updated; beside v1 none', async () => {
  const { system, traffic } = await deployedShop();
  const { functionName } = system.services.profiles;
  const before = await traffic.read(functionName);

  const result = await resultOf(rollingDeploymentLosesFields);

  expect(differing(result)).toEqual([]);
  // The scenario leaves traffic as it found it.
  expect(await traffic.read(functionName)).toEqual(before);
});
