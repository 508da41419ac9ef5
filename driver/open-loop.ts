import { setTimeout as sleep } from 'node:timers/promises';

export interface OpenLoop<T> {
  /** What has ended so far, in order of start; undefined for what still runs. */
  readonly results: readonly (T | undefined)[];
  /** Starts no more, and resolves with the results of all that was started, in order of start. */
  stop(): Promise<T[]>;
}

/**
 * Starts `work` at a steady rate, however many are still running: customers do not wait for one another. (A fixed number of
 * clients that wait for their answers would send less to a slow system, and hide how it fails.)
 */
export function openLoop<T>(
  { perSecond, signal }: { perSecond: number; signal: AbortSignal },
  work: (index: number) => Promise<T>,
): OpenLoop<T> {
  const results: (T | undefined)[] = [];
  const started: Promise<T>[] = [];
  const ending = new AbortController();
  const pacing = (async () => {
    const begin = performance.now();
    for (let index = 0; !ending.signal.aborted; index += 1) {
      results.push(undefined);
      const running = work(index).then((result) => {
        results[index] = result;
        return result;
      });
      // A failure is reported by `stop`.
      running.catch(() => {});
      started.push(running);
      const next = begin + ((index + 1) * 1000) / perSecond;
      await sleep(Math.max(0, next - performance.now()), undefined, {
        signal: AbortSignal.any([signal, ending.signal]),
      }).catch(() => {});
      if (signal.aborted) return;
    }
  })();
  return {
    results,
    async stop() {
      ending.abort();
      await pacing;
      return Promise.all(started);
    },
  };
}
