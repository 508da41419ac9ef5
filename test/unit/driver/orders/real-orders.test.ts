import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readOnlineRetail } from '../../../../driver/orders/online-retail.ts';
import { sumOf } from '../../../../driver/orders/order.ts';

const DATA = process.env['ONLINE_RETAIL_DATA'] ?? '../shared/data/online-retail';

test('eight days of a real shop are read to the penny', async (context) => {
  if (!existsSync(DATA)) context.skip(`no Online Retail data at ${DATA} (set ONLINE_RETAIL_DATA)`);
  const { orders, broken, rows } = await readOnlineRetail(DATA);
  const lines = orders.flatMap((order) => order.lines.map((line) => ({ ...line, kind: order.kind })));

  expect(broken).toEqual([]);
  expect(rows).toBe(22_523);
  expect(orders.length).toBe(1_088);
  expect(sumOf(orders).toFixed(2)).toBe('377488.45');
  expect(Math.max(...orders.map((order) => order.lines.length))).toBe(675);
  expect(orders.filter(({ kind }) => kind === 'cancellation').length).toBe(136);
  expect(orders.filter(({ customerId }) => customerId === null).length).toBe(187);
  expect(new Set(orders.flatMap(({ customerId }) => customerId ?? [])).size).toBe(622);
  expect(new Set(orders.map(({ country }) => country)).size).toBe(18);
  expect(lines.filter(({ kind, quantity }) => kind === 'order' && quantity <= 0).length).toBe(64);
  expect(lines.filter(({ unitPrice }) => Number(unitPrice) === 0).length).toBe(178);
});
