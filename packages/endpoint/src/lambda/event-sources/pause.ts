import type { Clock } from '../../core/clock.ts';

/** Waits by the endpoint's clock; an abort ends the wait at once. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.after(milliseconds, done);
    signal.addEventListener('abort', done);
  });
}
