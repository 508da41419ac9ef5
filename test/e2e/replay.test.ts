import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readOnlineRetail } from '../../driver/orders/online-retail.ts';
import { replay } from '../../scenarios/messages/replay/scenario.ts';
import { differing, resultOf, run } from './support/deployed-shop.ts';

const DATA = process.env['ONLINE_RETAIL_DATA'] ?? '../shared/data/online-retail';

test('a new consumer builds the live projection again from old events, and a replay repairs what a faulty one built', async () => {
  const result = await resultOf(replay);

  expect(differing(result)).toEqual([]);
  expect(result.index.get('rebuild.hash-equal').outcome).toBe('as-expected');
  expect(result.index.get('rebuild.total').outcome).toBe('as-expected');
  expect(result.index.number('history.version-1')).toBeGreaterThan(0);
  expect(result.index.number('history.version-2')).toBeGreaterThan(0);
  expect(result.index.number('traffic.orders')).toBeGreaterThan(0);
  expect(result.index.text('pause.second-replay')).toBe('replay-active');
  expect(result.index.number('repair.orders-wrong-before')).toBeGreaterThan(0);
  expect(result.index.number('repair.orders-wrong-after')).toBe(0);
});

test('all real invoices, replayed, give the projection of the live run and their exact sum', {
  timeout: 300_000,
}, async (context) => {
  if (!existsSync(DATA)) context.skip(`no Online Retail data at ${DATA} (set ONLINE_RETAIL_DATA)`);
  const { orders } = await readOnlineRetail(DATA);
  const result = await run(replay, { orders, brokenRows: 0, leftOut: 0 });
  expect(differing(result)).toEqual([]);
  expect(result.index.get('rebuild.hash-equal').outcome).toBe('as-expected');
  expect(result.index.text('rebuild.total')).toBe('377488.45');
  expect(result.index.number('rebuild.orders')).toBeGreaterThanOrEqual(1_088);
});
