import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { transactions } from '../../scenarios/databases/transactions/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('whatever fails, order and event are both there or neither is', async () => {
  const result = await resultOf(transactions);

  expect(differing(result)).toEqual([]);
  // Two writes without a transaction show what it is good for.
  expect(result.index.number('second-write-fails.two-writes')).toBeGreaterThan(0);
  // Payments, which the scenario stops for a moment, take requests again.
  const { aws, system } = await deployedShop();
  const FunctionName = system.services.payments.functionName;
  const { ReservedConcurrentExecutions } = await aws.lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName }),
  );
  expect(ReservedConcurrentExecutions).toBeUndefined();
});
