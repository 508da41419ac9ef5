import { availableParallelism, cpus } from 'node:os';
import type { Clock } from '../../core/clock.ts';

/** How busy the machine is. */
export interface Processors {
  /** Whether at least half a processor was idle lately. */
  free(): boolean;
}

const MIN_FREE_PROCESSORS = 0.5;
/** Processor times are counted in ticks of 10 ms, so that shorter windows say nothing. */
const WINDOW_MS = 100;

/** @param readIdle milliseconds that all processors together have been idle since the machine started */
export function observeProcessors(clock: Clock, readIdle: () => number = idleMilliseconds): Processors {
  let at = clock.monotonic();
  let idle = readIdle();
  let free = true;
  return {
    free() {
      const now = clock.monotonic();
      if (now - at >= WINDOW_MS) {
        const idleNow = readIdle();
        free = (idleNow - idle) / (now - at) >= MIN_FREE_PROCESSORS;
        at = now;
        idle = idleNow;
      }
      return free;
    },
  };
}

/** `os.cpus()` counts those of the machine; a container that may use fewer has at most that many free. */
function idleMilliseconds(): number {
  const all = cpus();
  const share = Math.min(1, availableParallelism() / Math.max(1, all.length));
  return share * all.reduce((sum, { times }) => sum + times.idle, 0);
}
