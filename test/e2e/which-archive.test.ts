import { expect, test } from 'vitest';
import { whichArchive } from '../../scenarios/databases/which-archive/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('the same rows as Avro, Parquet and ORC give the same answer, and differ in what must be read for it', async () => {
  const result = await resultOf(whichArchive);
  expect(differing(result)).toEqual([]);
});
