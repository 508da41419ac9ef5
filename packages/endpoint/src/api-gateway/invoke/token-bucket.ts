import type { Clock } from '../../core/clock.ts';

export interface TokenBucket {
  /** Takes a token, or says that there is none. */
  take(): boolean;
}

export interface BucketSettings {
  /** Tokens a second; the account's default where it is undefined. */
  rate: number | undefined;
  /** Tokens that it holds; the account's default where it is undefined. */
  burst: number | undefined;
}

const DEFAULT_RATE = 10_000;
const DEFAULT_BURST = 5_000;

/** API Gateway throttles with the token bucket algorithm. Undefined where nothing is limited. */
export function tokenBucket(clock: Clock, { rate, burst }: BucketSettings): TokenBucket | undefined {
  // A limit of -1 is how methodSettings say "no limit of its own".
  if ((rate === undefined || rate < 0) && (burst === undefined || burst < 0)) return undefined;
  const perSecond = rate === undefined || rate < 0 ? DEFAULT_RATE : rate;
  const capacity = burst === undefined || burst < 0 ? DEFAULT_BURST : burst;
  let tokens = capacity;
  let filled = clock.now();
  return {
    take() {
      const now = clock.now();
      tokens = Math.min(capacity, tokens + ((now - filled) / 1000) * perSecond);
      filled = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
