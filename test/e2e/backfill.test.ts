import { expect, test } from 'vitest';
import { backfill } from '../../scenarios/databases/backfill/scenario.ts';
import { differing, run } from './support/deployed-shop.ts';

test('a table is rewritten under two live releases, stopped half-way, and nothing is lost', async () => {
  const result = await run(backfill);

  expect(differing(result)).toEqual([]);
});
