import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { chargedWithoutAnOrder } from '../../scenarios/services/charged-without-an-order/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('a service killed after the payment leaves nobody charged without an order, once that is reconciled', async () => {
  const result = await resultOf(chargedWithoutAnOrder);
  expect(differing(result)).toEqual([]);
  // It did happen, and without the pending order it stays so.
  expect(result.index.number('patch-killed.charged-without-order')).toBeGreaterThan(0);
  expect(result.index.number('v1-reconciled.charged-without-order')).toBeGreaterThan(0);
  // The copies are gone.
  const { aws } = await deployedShop();
  const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
  expect(Functions.filter(({ FunctionName = '' }) => FunctionName.includes('killed'))).toEqual([]);
});
