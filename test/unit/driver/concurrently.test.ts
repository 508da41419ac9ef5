import { expect, test } from 'vitest';
import { concurrently } from '../../../driver/concurrently.ts';

test('no more than the limit run at a time, and results keep the order of the items', async () => {
  let running = 0;
  let most = 0;
  const results = await concurrently([30, 10, 20, 0, 5], 2, async (milliseconds) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running -= 1;
    return milliseconds * 2;
  });
  expect(most).toBe(2);
  expect(results).toEqual([60, 20, 40, 0, 10]);
});

test('the first failure is thrown once what runs has ended, and nothing more is started', async () => {
  const ended: number[] = [];
  const run = concurrently([1, 2, 3, 4, 5], 2, async (item) => {
    if (item === 1) throw new Error('the first');
    await new Promise((resolve) => setTimeout(resolve, 5));
    ended.push(item);
  });
  await expect(run).rejects.toThrow('the first');
  expect(ended).toEqual([2]);
});
