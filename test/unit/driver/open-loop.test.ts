import { expect, it, vi } from 'vitest';
import { openLoop } from '../../../driver/open-loop.ts';

const signal = new AbortController().signal;

it('starts work at its rate while earlier work still runs, and returns results in order of start', async () => {
  const waiting: (() => void)[] = [];
  const loop = openLoop({ perSecond: 200, signal }, async (index) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return index;
  });
  await vi.waitFor(() => expect(waiting.length).toBeGreaterThanOrEqual(3));
  expect(loop.results.every((result) => result === undefined)).toBe(true);

  waiting[1]?.();
  await vi.waitFor(() => expect(loop.results[1]).toBe(1));
  const results = loop.stop();
  for (const finish of waiting) finish();
  expect(await results).toEqual(waiting.map((_, index) => index));
});

it('starts nothing after it was stopped', async () => {
  let started = 0;
  const loop = openLoop({ perSecond: 1000, signal }, async () => {
    started += 1;
  });
  await vi.waitFor(() => expect(started).toBeGreaterThan(0));
  const { length } = await loop.stop();
  expect(started).toBe(length);
});

it('reports failed work when it is stopped', async () => {
  const loop = openLoop({ perSecond: 1000, signal }, async () => {
    throw new Error('refused');
  });
  await expect(loop.stop()).rejects.toThrow('refused');
});

it('ends with the signal', async () => {
  const abort = new AbortController();
  let started = 0;
  const loop = openLoop({ perSecond: 1, signal: abort.signal }, async () => {
    started += 1;
  });
  abort.abort();
  await loop.stop();
  expect(started).toBe(1);
});
