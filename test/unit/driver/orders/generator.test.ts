import { expect, test } from 'vitest';
import { generateOrders } from '../../../../driver/orders/generator.ts';

test('the same seed gives the same orders, another seed gives others under other ids', () => {
  const orders = generateOrders({ count: 50, seed: 1 });
  expect(generateOrders({ count: 50, seed: 1 })).toEqual(orders);
  const ids = new Set([...orders, ...generateOrders({ count: 50, seed: 2 })].map(({ orderId }) => orderId));
  expect(ids.size).toBe(100);
});

test('the orders are of the shape of real ones', () => {
  const orders = generateOrders({ count: 1000, seed: 42 });
  const share = (of: (order: (typeof orders)[number]) => boolean) => orders.filter(of).length / orders.length;
  expect(share(({ kind }) => kind === 'cancellation')).toBeCloseTo(0.125, 1);
  expect(share(({ customerId }) => customerId === null)).toBeCloseTo(0.17, 1);
  expect(share(({ lines }) => lines.length > 150)).toBeGreaterThan(0);
  expect(share(({ kind, orderId }) => (kind === 'cancellation') === orderId.startsWith('C'))).toBe(1);
  expect(orders.flatMap(({ lines }) => lines).some(({ unitPrice }) => Number(unitPrice) === 0)).toBe(true);
  expect(orders.flatMap(({ lines }) => lines).some(({ description }) => description === '')).toBe(true);
});
