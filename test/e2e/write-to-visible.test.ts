import { expect, test } from 'vitest';
import { writeToVisible } from '../../scenarios/all/write-to-visible/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('a write becomes visible to readers of the table, of the service and of messages', async () => {
  const { index, ...result } = await resultOf(writeToVisible);

  expect(differing(result)).toEqual([]);
  for (const reader of ['databases', 'databases-eventual', 'services', 'messages']) {
    const samples = index.number(`${reader}.samples`);
    expect(samples).toBeGreaterThanOrEqual(8);
    expect(index.number(`${reader}.p50`)).toBeGreaterThan(0);
    expect(index.number(`${reader}.max`)).toBeGreaterThanOrEqual(index.number(`${reader}.p50`));
    expect(index.get(`${reader}.p99`).outcome).toBe(samples < 100 ? 'not-exercised' : 'measured');
  }
  expect(index.number('databases.first-read')).toBe(index.number('databases.samples'));
  expect(index.number('services.first-read')).toBe(index.number('services.samples'));
  expect(index.number('services.reads-per-order')).toBe(1);
  expect(index.number('databases.reads-per-order')).toBe(1);
});
