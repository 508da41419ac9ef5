import { expect, test } from 'vitest';
import { payloadKinds } from '../../scenarios/messages/payload-kinds/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('full records, deltas and references: their cost, and what breaks each of them', async () => {
  const result = await resultOf(payloadKinds);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  expect(index.number('delta.bytes')).toBeLessThan(index.number('reference.bytes'));
  expect(index.number('reference.bytes')).toBeLessThan(index.number('full.bytes'));
  for (const kind of ['full', 'delta', 'reference']) {
    expect(index.number(`${kind}.latency`)).toBeGreaterThan(0);
    expect(index.number(`${kind}.undisturbed-wrong`)).toBe(0);
    expect(index.number(`${kind}.repeated-wrong`)).toBe(0);
    expect(index.number(`${kind}.missed-last-parked`)).toBe(0);
  }
  expect(index.number('delta.repaired-wrong')).toBe(0);
  expect(index.text('delta.missed-cause')).toBe('missing-base');
  expect(index.text('reference.expired-cause')).toBe('expired-reference');
  expect(index.text('reference.altered-cause')).toBe('altered-reference');
  expect(index.number('coupling.broken-by-v2')).toBe(2);
});
