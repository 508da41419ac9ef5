import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { scalingOut } from '../../scenarios/messages/scaling-out/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('more consumers process many groups at the same time and one group one message at a time, in order', async () => {
  const result = await resultOf(scalingOut);
  expect(differing(result)).toEqual([]);
  expect(result.index.number('scaling.fifo-overtaken')).toBe(0);
  expect(result.index.number('scaling.one-group-peak')).toBe(1);
  expect(result.index.number('fifo-25-groups-8-consumers.peak')).toBeGreaterThan(1);
  expect(result.index.number('fifo-25-groups-1-consumers.peak')).toBe(1);
  // The function takes as many invocations as before.
  const { aws, system } = await deployedShop();
  const FunctionName = system.ordering.functionName;
  const { ReservedConcurrentExecutions } = await aws.lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName }),
  );
  expect(ReservedConcurrentExecutions).toBeUndefined();
});
