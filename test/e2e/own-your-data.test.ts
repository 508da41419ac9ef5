import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { ownYourData } from '../../scenarios/services/own-your-data/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('a renamed attribute breaks readers of the table and no client of the contract', async () => {
  const result = await resultOf(ownYourData);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  expect(index.number('after-table.failed') + index.number('after-table.wrong')).toBe(2);
  expect(index.number('after-service.calls-right')).toBe(index.get('after-service.calls-right').of);
  expect(index.number('deployments.table')).toBeGreaterThan(index.number('deployments.service'));

  // Release v1.1 can read every assessment again.
  const { aws, system } = await deployedShop();
  const pages = paginateScan(
    { client: aws.documents },
    { TableName: system.tables.fraud, FilterExpression: 'attribute_not_exists(decision)' },
  );
  for await (const { Items } of pages) expect(Items).toEqual([]);
});
