import { expect, test } from 'vitest';
import { availabilityCoupling } from '../../scenarios/services/availability-coupling/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('orders are as available as the product of their parts, unless a fallback or a queue uncouples them', async () => {
  const result = await resultOf(availabilityCoupling);
  expect(differing(result)).toEqual([]);
  // There was an outage, and without a fallback the clients of orders saw it.
  expect(result.index.number('coupled.fraud')).toBeLessThan(100);
  expect(result.index.number('coupled.availability')).toBe(result.index.number('coupled.product'));
  expect(result.index.number('fallback.degraded')).toBeGreaterThan(0);
});
