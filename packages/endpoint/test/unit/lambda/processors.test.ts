import { expect, test } from 'vitest';
import { observeProcessors } from '../../../src/lambda/execution/processors.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';

test('a processor is free when at least half of one was idle in the last window', async () => {
  const clock = manualClock();
  let idle = 0;
  const processors = observeProcessors(clock, () => idle);
  expect(processors.free()).toBe(true);

  await clock.advance(1_000);
  idle += 400;
  expect(processors.free()).toBe(false);

  // Within a window the answer stays: ticks are too coarse to say more.
  await clock.advance(50);
  idle += 100;
  expect(processors.free()).toBe(false);

  await clock.advance(1_000);
  idle += 600;
  expect(processors.free()).toBe(true);
});
