import { expect, test } from 'vitest';
import { findChargesWithoutOrder } from '../../../../driver/invariants/charges-without-order.ts';

test('a charge has its order, and an order without a charge is no fault', () => {
  expect(findChargesWithoutOrder({ charged: ['a', 'b', 'c'], placed: ['b', 'd'] })).toEqual(['a', 'c']);
  expect(findChargesWithoutOrder({ charged: ['a'], placed: ['a', 'b'] })).toEqual([]);
});
