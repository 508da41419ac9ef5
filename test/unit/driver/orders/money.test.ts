import { Big } from 'big.js';
import { expect, test } from 'vitest';
import { money, sum } from '../../../../driver/orders/money.ts';
import { sumOf } from '../../../../driver/orders/order.ts';

test('money has two places, and more only where there are more', () => {
  expect(['0', '1.5', '-2', '0.001', '377488.45', '1e3'].map((text) => money(Big(text)))).toEqual([
    '0.00',
    '1.50',
    '-2.00',
    '0.001',
    '377488.45',
    '1000.00',
  ]);
});

test('sums are exact where binary fractions are not', () => {
  expect(sum(Array(10).fill('0.1')).toString()).toBe('1');
  const line = { sku: 'X', description: '', quantity: 3, unitPrice: '1.1' };
  const order = {
    orderId: '1',
    kind: 'order',
    customerId: null,
    country: 'EIRE',
    placedAt: '',
    lines: [line],
  } as const;
  expect(sumOf([{ ...order, lines: [line] }]).toString()).toBe('3.3');
});
