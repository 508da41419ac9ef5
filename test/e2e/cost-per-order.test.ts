import { expect, test } from 'vitest';
import { costPerOrder } from '../../scenarios/all/cost-per-order/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('the requests of an order are counted by mode, as its way through the shop needs them', async () => {
  const { index, ...result } = await resultOf(costPerOrder);

  expect(differing(result)).toEqual([]);
  // The pending order and its transaction; and one reader.
  expect(index.number('databases.dynamodb-write')).toBe(2);
  expect(index.number('databases.dynamodb-read')).toBe(1);
  // Orders asks payments, and payments asks fraud.
  expect(index.number('services.api-gateway')).toBe(2);
  expect(index.number('services.lambda')).toBe(2);
  // The relay and three consumers, of which each receives and deletes. Orders that share a batch share requests.
  expect(index.number('messages.lambda')).toBeGreaterThan(0);
  expect(index.number('messages.lambda')).toBeLessThanOrEqual(4);
  expect(index.number('messages.sqs')).toBeGreaterThan(0);
  for (const hop of ['entry', 'databases', 'services', 'messages']) {
    expect(index.text(`${hop}.dollars-per-million`)).toMatch(/^\d+\.\d\d$/);
    expect(index.number(`${hop}.gb-seconds`)).toBeGreaterThan(0);
  }
});
