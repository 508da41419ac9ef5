import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { cascadingFailure } from '../../scenarios/services/cascading-failure/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('protections keep requests that do not need a slow service apart from it', async () => {
  const result = await resultOf(cascadingFailure);
  expect(differing(result)).toEqual([]);
  // The cascade did happen: concurrency was exhausted, and retries multiplied.
  expect(result.index.number('without-protections.reads-throttled')).toBeGreaterThan(0);
  expect(result.index.number('without-protections.fraud-calls-per-order')).toBeGreaterThan(1);
  expect(result.index.number('with-protections.degraded')).toBeGreaterThan(0);
  // Functions have the concurrency that they had.
  const { aws, system } = await deployedShop();
  for (const service of ['orders', 'payments'] as const) {
    const { functionName } = system.services[service];
    const { ReservedConcurrentExecutions } = await aws.lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: functionName }),
    );
    expect(ReservedConcurrentExecutions).toBeUndefined();
  }
});
