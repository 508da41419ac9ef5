import { expect, it } from 'vitest';
import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { recordsTable } from './records-table.ts';
import { release, strategyOf } from './releases.ts';

const table = recordsTable();
const warehouse = strategyOf(table, 'warehouse');

it('an ETL run rewrites every row to the latest schema, once', async () => {
  await warehouse(1).put('old', { userId: 'ada', name: 'Ada', age: 36 });
  await warehouse(4).put('newer', { userId: 'bob', name: 'Bob', age: 40, creditLimit: '10.50' });
  await warehouse(5).put('newest', { userId: 'cyd', fullName: 'Cyd', age: 50 });

  const latest = release(table, 5).warehouse('profile');
  expect(await latest.etl()).toEqual({ rewritten: 2, current: 1, refused: [] });
  expect(await table.raw(recordKey('warehouse', 'profile', 'old'))).toMatchObject({
    fullName: { S: 'Ada' },
    points: { N: '0' },
    version: { N: '2' },
  });
  expect(await table.raw(recordKey('warehouse', 'profile', 'old'))).not.toHaveProperty('name');
  expect(await latest.get('newer')).toMatchObject({
    value: { fullName: 'Bob', creditLimit: '10.50' },
    version: 2,
  });

  expect(await latest.etl()).toEqual({ rewritten: 0, current: 3, refused: [] });
});

it('a row that the run cannot rewrite stays as it is, with the reason', async () => {
  await warehouse(5).put('abroad', { userId: 'dan', fullName: 'Dan', age: 30 });
  const before = await table.raw(recordKey('warehouse', 'profile', 'abroad'));
  const older = release(table, 4).warehouse('profile');
  expect(await older.etl(['abroad', 'nobody'])).toEqual({
    rewritten: 0,
    current: 0,
    refused: [
      { id: 'abroad', code: 'unreadable', message: expect.any(String) },
      { id: 'nobody', code: 'not-found', message: expect.any(String) },
    ],
  });
  expect(await table.raw(recordKey('warehouse', 'profile', 'abroad'))).toEqual(before);
});
