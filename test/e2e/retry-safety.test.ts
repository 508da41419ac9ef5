import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { retrySafety } from '../../scenarios/services/retry-safety/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('retries after time-outs charge twice without an idempotency key, and once with one', async () => {
  const result = await resultOf(retrySafety);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  expect(result.findings.filter(({ outcome }) => outcome === 'not-exercised')).toEqual([]);
  expect(index.number('no-key.double-charged')).toBeGreaterThan(0);
  expect(index.number('key.timed-out')).toBeGreaterThan(0);
  expect([index.number('key.double-charged'), index.number('key.lost')]).toEqual([0, 0]);

  // The fault is gone.
  const { aws, system } = await deployedShop();
  const { Item } = await aws.documents.send(
    new GetCommand({ TableName: system.faultsTable, Key: { pk: 'FAULTS', sk: 'ACTIVE' } }),
  );
  expect(Item?.['rules']).toBe('[]');
});
