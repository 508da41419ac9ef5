import { expect, test } from 'vitest';
import { tokenBucket } from '../../../src/api-gateway/invoke/token-bucket.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';

function take(bucket: ReturnType<typeof tokenBucket>, times: number): number {
  return Array.from({ length: times }, () => bucket?.take()).filter(Boolean).length;
}

test('a bucket gives its burst at once and its rate from then on', async () => {
  const clock = manualClock();
  const bucket = tokenBucket(clock, { rate: 2, burst: 5 });
  expect(take(bucket, 10)).toBe(5);
  await clock.advance(1000);
  expect(take(bucket, 10)).toBe(2);
});

test('a bucket never holds more than its burst', async () => {
  const clock = manualClock();
  const bucket = tokenBucket(clock, { rate: 2, burst: 5 });
  await clock.advance(60_000);
  expect(take(bucket, 10)).toBe(5);
});

test('a rate of zero lets nothing pass once the burst of zero is spent', () => {
  expect(take(tokenBucket(manualClock(), { rate: 0, burst: 0 }), 3)).toBe(0);
});

test('nothing is limited where neither rate nor burst is set', () => {
  expect(tokenBucket(manualClock(), { rate: undefined, burst: undefined })).toBeUndefined();
});
