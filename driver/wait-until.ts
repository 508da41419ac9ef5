import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Asks again and again until the answer is true. @returns false when it is not within `limitMs` */
export async function waitUntil(
  condition: () => Promise<boolean>,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return true;
}
