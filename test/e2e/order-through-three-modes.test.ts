import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateOrders } from '../../driver/orders/generator.ts';
import { readOnlineRetail } from '../../driver/orders/online-retail.ts';
import { orderThroughThreeModes } from '../../scenarios/all/order-through-three-modes/scenario.ts';
import { differing, run } from './support/deployed-shop.ts';

const DATA = process.env['ONLINE_RETAIL_DATA'] ?? '../shared/data/online-retail';

test('every order reaches every consumer exactly once, and its money is exact', async () => {
  const orders = generateOrders({ count: 60, seed: 7 });
  const result = await run(orderThroughThreeModes, { orders, brokenRows: 0, leftOut: 0 });
  expect(differing(result)).toEqual([]);
});

test('sending the same orders again changes nothing', async () => {
  const orders = generateOrders({ count: 20, seed: 8 });
  await run(orderThroughThreeModes, { orders, brokenRows: 0, leftOut: 0 });
  const result = await run(orderThroughThreeModes, { orders, brokenRows: 0, leftOut: 0 });
  expect(differing(result)).toEqual([]);
  expect(result.index.number('throughput.new-orders')).toBe(0);
  expect(result.index.get('throughput.orders-per-second').outcome).toBe('not-exercised');
});

test('a day of a real shop goes the whole way', async (context) => {
  const file = join(DATA, '2010-12-02.csv');
  if (!existsSync(file)) context.skip(`no Online Retail data at ${DATA} (set ONLINE_RETAIL_DATA)`);
  const { orders } = await readOnlineRetail(file);
  const result = await run(orderThroughThreeModes, { orders, brokenRows: 0, leftOut: 0 });
  expect(differing(result)).toEqual([]);
});
