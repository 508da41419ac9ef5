import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { sharedTableCoupling } from '../../scenarios/databases/shared-table-coupling/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('a renamed attribute breaks every reader of the table and none of the view', async () => {
  const result = await resultOf(sharedTableCoupling);

  expect(differing(result)).toEqual([]);
  // What was taken away is back.
  const { aws, system, shop } = await deployedShop();
  for (const { functionName } of [system.services.orders, system.services.profiles]) {
    const { Environment } = await aws.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    expect(Environment?.Variables?.['SHARED_TABLE']).toBe(system.tables.shared);
  }
  expect((await shop.send('profiles', 'GET', '/profiles/nobody')).status).toBe(404);
});
