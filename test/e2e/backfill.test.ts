import { expect, test } from 'vitest';
import { backfill } from '../../scenarios/databases/backfill/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('a table is rewritten under two live releases, stopped half-way, and nothing is lost', async () => {
  const result = await resultOf(backfill);

  expect(differing(result)).toEqual([]);
});
