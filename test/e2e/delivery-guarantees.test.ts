import { expect, test } from 'vitest';
import { deliveryGuarantees } from '../../scenarios/messages/delivery-guarantees/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('crashes lose messages that were acknowledged, double those that were not, and neither with deduplication', async () => {
  const result = await resultOf(deliveryGuarantees);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  expect(index.number('effectively-once.messages')).toBeGreaterThanOrEqual(300);
  expect(index.number('faults.injected')).toBeGreaterThanOrEqual(30);
  expect(index.number('faults.crashes')).toBeGreaterThan(0);
  expect(index.number('at-most-once.lost')).toBeGreaterThan(0);
  expect(index.number('at-least-once.doubled')).toBeGreaterThan(0);
  for (const name of ['at-least-once.lost', 'effectively-once.lost', 'effectively-once.doubled']) {
    expect(index.number(name), name).toBe(0);
  }
  for (const semantics of ['at-least-once', 'effectively-once']) {
    expect(index.number(`${semantics}.reordered-standard`), semantics).toBeGreaterThan(0);
    expect(index.number(`${semantics}.reordered-fifo`), semantics).toBe(0);
  }
});
