import { expect, test } from 'vitest';
import { lostUpdates } from '../../scenarios/databases/lost-updates/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('a put of a read copy loses one of two updates, a version condition none', async () => {
  const result = await resultOf(lostUpdates);

  expect(differing(result)).toEqual([]);
  expect(result.index.number('keeping-put.updates-lost')).toBeGreaterThan(0);
  expect(result.index.number('conditional-update.updates-lost')).toBe(0);
});
