import { expect, it } from 'vitest';
import { samples } from '../../../../driver/records/samples.ts';
import { schemaOf } from '../../../../driver/records/subjects.ts';

it('samples of a schema use every symbol, every branch and both ends of its numbers', () => {
  const all = samples(schemaOf('profile', 'v4'));
  expect(new Set(all.map(({ tier }) => tier))).toEqual(new Set(['STANDARD', 'GOLD', 'PLATINUM']));
  expect(new Set(all.map(({ email }) => email === null))).toEqual(new Set([true, false]));
  expect(all.map(({ points }) => points)).toEqual(expect.arrayContaining([2 ** 53 - 2, -(2 ** 52)]));
  expect(all.map(({ creditLimit }) => creditLimit)).toEqual(
    expect.arrayContaining(['9999999999.99', '-9999999999.99']),
  );
  expect(all[0]?.['email']).not.toBeNull();
});
