import type { Clock, Timer } from '../core/clock.ts';

interface Pending {
  at: number;
  order: number;
  callback: () => void;
}

/** A clock that advances only when its caller says so. */
export interface ManualClock extends Clock {
  /** Moves on by `milliseconds`, running every timer that falls due, in order, each at its own time. */
  advance(milliseconds: number): Promise<void>;
  /** How many timers are waiting. */
  readonly waiting: number;
}

export function manualClock(start = Date.parse('2026-01-01T00:00:00Z')): ManualClock {
  const pending = new Set<Pending>();
  let now = start;
  let order = 0;

  return {
    now: () => now,
    monotonic: () => now - start,
    after(milliseconds, callback): Timer {
      const entry = { at: now + Math.max(0, milliseconds), order: order++, callback };
      pending.add(entry);
      return { cancel: () => void pending.delete(entry) };
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const due = [...pending]
          .filter((entry) => entry.at <= end)
          .sort((a, b) => a.at - b.at || a.order - b.order)[0];
        if (due === undefined) break;
        pending.delete(due);
        now = Math.max(now, due.at);
        due.callback();
        // What the callback set going may arm further timers within the same stretch.
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
    },
    get waiting() {
      return pending.size;
    },
  };
}
